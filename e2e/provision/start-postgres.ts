import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, Socket } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { isRoot } from './debian-packages.ts'
import { findPostgres } from './find-postgres.ts'
import { ProvisionError } from './progress.ts'
import { runCommand } from './run-command.ts'

export type PostgresServer = {
  /** Superuser URL of the database `postgres`, with the password of this server. */
  url: string
  port: number
  /** Ends the server and removes its folder; safe to call twice. */
  stop: () => Promise<void>
}

export type PostgresOptions = {
  /** Gives up durability for speed (`fsync=off`): for tests whose data nobody misses. */
  fast?: boolean
  /** Whether Debian's package may be installed when the machine has no server. */
  install?: boolean
  /** Folder with `initdb` and `postgres`; looked for when not given. */
  binaries?: string
  /** Where the data folder is made; the system's temporary folder when not given. */
  parent?: string
}

/**
 * Runs the server as long as the other end of standard input is open, so that it goes away, with
 * its folder, however the process that started it ends. `$1` is the folder, the rest the command.
 */
const watchdog = `
folder=$1; shift
exec 3<&0
"$@" </dev/null 3<&- & server=$!
(
  cat <&3 >/dev/null
  kill -INT $server || exit
  while kill -0 $server; do sleep 0.1; done
  rm -rf "$folder"
) 2>/dev/null &
wait $server
`

type Owner = { uid: number; gid: number }

/**
 * Starts a PostgreSQL server of our own: data in a temporary folder, a free port on 127.0.0.1, a
 * random password, no Unix socket. As root it runs under `postgres`, else under `nobody`, because
 * PostgreSQL refuses to run as root. Throws a ProvisionError with the server's own words.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const binaries = options.binaries ?? (await findPostgres({ install: options.install ?? false }))
  const owner = isRoot() ? await findOwner() : undefined
  const parent = options.parent ?? os.tmpdir()
  const folder = await mkdtemp(path.join(parent, 'wheelhouse-postgresql-'))
  try {
    const password = randomBytes(18).toString('base64url')
    await initialize(binaries, folder, password, owner)
    const { child, port } = await startOnFreePort(binaries, folder, owner, options.fast ?? false)
    return {
      url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
      port,
      stop: makeStop(child, folder),
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function findOwner(): Promise<Owner> {
  for (const user of ['postgres', 'nobody']) {
    const uid = await runCommand('id', ['-u', user], { quiet: true })
    const gid = await runCommand('id', ['-g', user], { quiet: true })
    if (uid.code === 0 && gid.code === 0) {
      return { uid: Number(uid.output.trim()), gid: Number(gid.output.trim()) }
    }
  }
  throw new ProvisionError('PostgreSQL does not run as root, and there is no postgres or nobody')
}

async function initialize(
  binaries: string,
  folder: string,
  password: string,
  owner: Owner | undefined,
): Promise<void> {
  const passwordFile = path.join(folder, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  await chmod(folder, 0o700)
  if (owner !== undefined) {
    await chown(passwordFile, owner.uid, owner.gid)
    await chown(folder, owner.uid, owner.gid)
  }
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C'
  const parameters = ['-D', path.join(folder, 'data'), '-U', 'postgres', '--encoding=UTF8']
  const safety = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync']
  const result = await collect(
    spawn(
      path.join(binaries, 'initdb'),
      [...parameters, ...safety, `--locale=${locale}`, '--lc-messages=C'],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], ...owner },
    ),
  )
  await rm(passwordFile)
  if (result.code !== 0) throw new ProvisionError(`initdb: ${result.output.trim()}`)
}

async function startOnFreePort(
  binaries: string,
  folder: string,
  owner: Owner | undefined,
  fast: boolean,
): Promise<{ child: ChildProcess; port: number }> {
  const speed = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']
  let words = ''
  // Between asking for a free port and taking it, somebody else may have taken it.
  for (let attempt = 0; attempt < 3; attempt++) {
    const port = await findFreePort()
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      max_connections: '300',
      log_min_messages: 'warning',
    }
    const child = spawn(
      '/bin/sh',
      [
        '-c',
        watchdog,
        'postgresql',
        folder,
        path.join(binaries, 'postgres'),
        '-D',
        path.join(folder, 'data'),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ...(fast ? speed : []),
      ],
      // A group of its own: a Ctrl-C in the terminal must not reach it before its clients.
      { cwd: os.tmpdir(), stdio: ['pipe', 'ignore', 'pipe'], detached: true, ...owner },
    )
    const answer = await untilReady(child)
    if (answer === 'ready') return { child, port }
    words = answer
  }
  throw new ProvisionError(`PostgreSQL does not start: ${words.trim()}`)
}

/** `ready`, or what the server said before it ended or 60 seconds were over. */
async function untilReady(child: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  let words = ''
  const timer = setTimeout(() => {
    child.stdin?.end()
    resolve(`${words}\nnot ready after 60 s`)
  }, 60_000)
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    // Read on to the end of its life, or the pipe fills and the server stands still.
    if (words.length < 10_000) words += text
    if (words.includes('ready to accept connections')) resolve('ready')
  })
  child.on('error', (error) => resolve(error.message))
  child.on('exit', () => resolve(words))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

function makeStop(child: ChildProcess, folder: string): () => Promise<void> {
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    child.on('exit', () => resolve())
  })
  // Neither the server nor its pipes shall keep a finished process alive.
  child.unref()
  for (const pipe of [child.stdin, child.stderr]) if (pipe instanceof Socket) pipe.unref()
  return async () => {
    child.ref()
    child.stdin?.end()
    const hurry = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, 10_000)
    await ended
    clearTimeout(hurry)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function collect(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  child.on('error', (error) => {
    output += error.message
    resolve(127)
  })
  child.on('close', resolve)
  return { code: await promise, output }
}

async function findFreePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const server = createServer()
  server.on('error', reject)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    server.close(() => resolve(port))
  })
  return promise
}
