import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { repositoryRoot } from '../provision/repository.ts'
import { runCommand } from '../provision/run-command.ts'
import { makePeople } from './make-people.ts'
import type { TestDatabase } from './test-databases.ts'

/** One line of the access log. */
export type LoggedRequest = { method: string; path: string; status: number }

/** An index that runs as operators run it: a process, its environment, its commands, its log. */
export type Wheelhouse = {
  readonly origin: string
  readonly indexUrl: string
  readonly uploadUrl: string
  /** A token of the one user for uploading, reading and yanking. */
  readonly token: string
  /** A folder for the test's own files, removed at the end. */
  readonly folder: string
  pid(): number
  /** A place in the access log, for `requestsSince`. */
  mark(): Promise<number>
  requestsSince(mark: number): Promise<LoggedRequest[]>
  /** Runs an operator's command beside the server; its output. Throws when it fails. */
  operate(parameters: string[]): Promise<string>
  /** Ends the server without a warning (SIGKILL). */
  kill(): Promise<void>
  /** Starts it again with the same address, data folder and database. */
  restart(): Promise<void>
  close(): Promise<void>
}

const START_MS = 60_000

/** Starts the index on a free port with a data folder of its own and makes a user with a token. */
export async function startWheelhouse(
  database: TestDatabase,
  settings: Record<string, string> = {},
): Promise<Wheelhouse> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wheelhouse-clients-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const environment = {
    ...withoutOwnSettings(),
    LIMIT_NEW_PROJECTS_PER_HOUR: '100000',
    LOG_LEVEL: 'info',
    ...settings,
    DATA_DIR: path.join(folder, 'data'),
    PORT: String(port),
    // A server in front is what clients ask.
    PUBLIC_URL: settings['PUBLIC_URL'] ?? origin,
    ...(database.url === undefined ? {} : { DATABASE_URL: database.url }),
  }
  let server: ServerProcess | undefined
  const running = () => {
    if (server === undefined) throw new Error('the server does not run')
    return server
  }
  const end = async (signal: NodeJS.Signals) => {
    await server?.end(signal)
    server = undefined
  }
  const restart = async () => {
    server = startProcess(environment)
    await waitUntilReady(server, origin)
  }
  const close = async () => {
    await end('SIGTERM')
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await database.place?.(environment.DATA_DIR)
    await restart()
    const { maker } = await makePeople(environment, { maker: ['upload', 'read', 'yank'] })
    return {
      origin,
      indexUrl: `${origin}/simple/`,
      uploadUrl: `${origin}/legacy/`,
      token: maker,
      folder,
      pid: () => running().pid,
      mark: async () => (await readLog(running(), origin)).length,
      requestsSince: async (mark) => (await readLog(running(), origin)).slice(mark, -1),
      operate: (parameters) => runOperatorCommand(parameters, environment),
      kill: () => end('SIGKILL'),
      restart,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

type ServerProcess = {
  readonly pid: number
  readonly output: () => string
  readonly hasEnded: () => boolean
  readonly end: (signal: NodeJS.Signals) => Promise<void>
}

/** As the scripts of the root have them. */
const SMALL_YOUNG_HEAP = '--max-semi-space-size=2'
const FEW_ARENAS = './apps/api/src/start/few-arenas.js'
const KEEP_COMPILED = './apps/api/src/start/keep-compiled.js'

/**
 * Loaded before the server: it goes when its standard input closes, however the tests ended. The
 * server's worker threads load it too, and their standard input is closed from the start.
 */
const ENDS_WITH_TESTS = `data:text/javascript,${encodeURIComponent(`
import { isMainThread } from 'node:worker_threads'
const end = () => process.kill(process.pid, 'SIGKILL')
if (isMainThread) process.stdin.on('close', end).resume()
`)}`

function startProcess(environment: Record<string, string | undefined>): ServerProcess {
  const command = [
    SMALL_YOUNG_HEAP,
    '--import',
    FEW_ARENAS,
    '--import',
    KEEP_COMPILED,
    '--import',
    ENDS_WITH_TESTS,
    'apps/api/src/start/serve.ts',
  ]
  const child: ChildProcess = spawn(process.execPath, command, {
    cwd: repositoryRoot,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', (error) => {
      output += error.message
      resolve()
    })
  })
  return {
    pid: child.pid ?? 0,
    output: () => output,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    end: async (signal) => {
      child.kill(signal)
      await ended
    },
  }
}

async function waitUntilReady(server: ServerProcess, origin: string): Promise<void> {
  const deadline = Date.now() + START_MS
  while (Date.now() < deadline && !server.hasEnded()) {
    const response = await fetch(`${origin}/readyz`).catch(() => undefined)
    await response?.arrayBuffer()
    if (response?.status === 200) return
    await sleep(50)
  }
  const output = server.output()
  await server.end('SIGKILL')
  throw new Error(`the server did not become ready:\n${output}`)
}

/** Requests in the order they ended, the last of them our own: the log is complete up to there. */
async function readLog(server: ServerProcess, origin: string): Promise<LoggedRequest[]> {
  const id = randomUUID()
  const response = await fetch(`${origin}/livez`, { headers: { 'x-request-id': id } })
  await response.arrayBuffer()
  const deadline = Date.now() + 10_000
  while (!server.output().includes(id)) {
    if (Date.now() > deadline) throw new Error(`no line for a request:\n${server.output()}`)
    await sleep(20)
  }
  return server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as LoggedRequest & { msg?: string })
    .filter((line) => line.msg === 'request')
}

async function runOperatorCommand(
  parameters: string[],
  env: Record<string, string | undefined>,
): Promise<string> {
  const command = ['--import', KEEP_COMPILED, 'apps/api/src/cli/wheelhouse.ts', ...parameters]
  const { code, output } = await runCommand(process.execPath, command, { env, quiet: true })
  if (code === 0) return output
  throw new Error(`wheelhouse ${parameters.join(' ')} ended with ${code}:\n${output}`)
}

/** Settings of whoever runs the tests must not reach the server; jest's NODE_ENV neither. */
function withoutOwnSettings(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR } = process.env
  const none = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]))
  return { ...none, PATH, HOME, TMPDIR }
}

/** Taken and given back: the public address must be known before the server listens. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}
