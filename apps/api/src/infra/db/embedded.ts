import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { takeFileLock } from '../file-lock.ts'

/** Channel of NOTIFY after a commit that changed the index; the payload is the serial. */
export const CHANGE_CHANNEL = 'wheelhouse_change'

export type EmbeddedWorkerData = { folder: string; socketPath: string }
export type EmbeddedWorkerMessage =
  | { kind: 'ready' }
  | { kind: 'closed' }
  | { kind: 'change'; payload: string }

/** A way to the embedded database; `owned` says that this process runs it. */
export type EmbeddedDatabase = {
  /** For `pg`: folder of the socket and the "port" in its name. */
  readonly host: string
  readonly port: number
  readonly owned: boolean
  onChange(listener: (payload: string) => void): void
  close(): Promise<void>
}

const PORT = 5432
const SOCKET_NAME = `.s.PGSQL.${PORT}`
/** Longest path of a Unix socket. */
const LONGEST_SOCKET_PATH = 107
const WAIT_MS = 60_000
const YOUNG_HEAP_MIB = 8

/**
 * Opens the embedded database of `dataDir`: connects to the process that runs it, or runs it here.
 * The socket is the lock: one that answers belongs to a living owner, one that refuses is stale.
 * @throws Error when the folder cannot be written or the database does not start.
 */
export async function openEmbedded(dataDir: string): Promise<EmbeddedDatabase> {
  const host = await socketFolder(dataDir)
  const socketPath = join(host, SOCKET_NAME)
  const deadline = Date.now() + WAIT_MS
  while (Date.now() < deadline) {
    if (await answers(socketPath)) return borrowed(host)
    const lock = await takeFileLock(join(host, 'starting'))
    if (lock === undefined) {
      await sleep(100)
      continue
    }
    try {
      if (await answers(socketPath)) return borrowed(host)
      await rm(socketPath, { force: true })
      return await startWorker(join(dataDir, 'db'), host, socketPath)
    } finally {
      await lock.release()
    }
  }
  throw new Error(`the embedded database in ${dataDir} did not start within a minute`)
}

async function socketFolder(dataDir: string): Promise<string> {
  await mkdir(join(dataDir, 'db'), { recursive: true })
  let folder = join(dataDir, 'run')
  if (Buffer.byteLength(join(folder, SOCKET_NAME)) > LONGEST_SOCKET_PATH) {
    const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 20)
    folder = join(tmpdir(), `wheelhouse-${process.getuid?.() ?? 0}-${name}`)
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  return folder
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

function borrowed(host: string): EmbeddedDatabase {
  return { host, port: PORT, owned: false, onChange: () => {}, close: async () => {} }
}

/**
 * Making a database takes several hundred MiB that its thread would keep: so the first one is made by
 * a worker that ends, and served by another.
 */
async function startWorker(
  folder: string,
  host: string,
  socketPath: string,
): Promise<EmbeddedDatabase> {
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    const maker = await runWorker(folder, host, socketPath)
    await maker.close()
  }
  return runWorker(folder, host, socketPath)
}

async function runWorker(
  folder: string,
  host: string,
  socketPath: string,
): Promise<EmbeddedDatabase> {
  // A database that was killed leaves this behind, and PostgreSQL would take it for a running one.
  await rm(join(folder, 'postmaster.pid'), { force: true })
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), {
    workerData: { folder, socketPath } satisfies EmbeddedWorkerData,
    // Its data is in WebAssembly's memory; messages that come and go need little.
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_HEAP_MIB },
    stderr: false,
  })
  const listeners = new Set<(payload: string) => void>()
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the embedded database ended while starting')))
    worker.on('message', (message: EmbeddedWorkerMessage) => {
      if (message.kind === 'ready') resolve()
      if (message.kind === 'change') for (const listener of listeners) listener(message.payload)
    })
  })
  worker.removeAllListeners('exit')
  return {
    host,
    port: PORT,
    owned: true,
    onChange: (listener) => void listeners.add(listener),
    close: () => stopWorker(worker),
  }
}

async function stopWorker(worker: Worker): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    worker.on('message', (message: EmbeddedWorkerMessage) => {
      if (message.kind === 'closed') resolve()
    })
    worker.once('exit', () => resolve())
  })
  worker.postMessage('close')
  await closed
  await worker.terminate()
}
