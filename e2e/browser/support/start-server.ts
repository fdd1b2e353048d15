import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { DATABASE_TEMPLATE } from './build-app.ts'
import { freePort } from './free-port.ts'
import { repository } from './repository.ts'

export type Mail = { to: string; subject: string; text: string; links: string[] }

/** An index with a folder of its own, seen from outside. */
export type RunningIndex = {
  /** Its `PUBLIC_URL`, without a slash at the end. */
  readonly url: string
  /** Runs the operator's command on it; gives what it printed. Throws with its words if it fails. */
  wheelhouse(args: readonly string[], input?: string): Promise<string>
  /** What the dev mailbox has for an address, newest first. */
  mailsTo(address: string): Promise<Mail[]>
  stop(): Promise<void>
}

/** Limits that no journey reaches by accident. */
const GENEROUS = {
  LIMIT_SIGN_IN_FAILURES: '10000',
  LIMIT_SECOND_FACTOR_FAILURES: '10000',
  LIMIT_REGISTRATIONS_PER_HOUR: '10000',
  LIMIT_MAILS_PER_HOUR: '10000',
  LIMIT_NEW_PROJECTS_PER_HOUR: '10000',
}
const READY_WITHIN_MS = 120_000

/**
 * Starts the index as operators do, as a process, with the embedded database, and waits for it. It
 * listens on a free port unless `variables` has a `PORT`.
 */
export async function startServer(variables: Record<string, string> = {}): Promise<RunningIndex> {
  const folder = await mkdtemp(join(tmpdir(), 'wheelhouse-browser-'))
  const port = Number(variables['PORT'] ?? (await freePort()))
  const url = `http://localhost:${port}`
  const environment = {
    ...process.env,
    ...GENEROUS,
    DATABASE_URL: '',
    DATA_DIR: folder,
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: 'warn',
    ...variables,
  }
  const template = process.env[DATABASE_TEMPLATE]
  if (template !== undefined) await cp(template, join(folder, 'db'), { recursive: true })
  const run = (script: string, args: readonly string[] = []) =>
    spawn(process.execPath, [repository(script), ...args], { cwd: folder, env: environment })

  const server = run('apps/api/src/start/serve.ts')
  const output = collect(server)
  const gone = once(server, 'exit')
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) server.kill('SIGTERM')
    await gone
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await untilReady(`${url}/readyz`, server)
  } catch (error) {
    server.kill('SIGKILL')
    await stop()
    throw new Error(`the index did not start:\n${output()}`, { cause: error })
  }
  return {
    url,
    stop,
    wheelhouse: async (args, input = '') => {
      const command = run('apps/api/src/cli/wheelhouse.ts', args)
      command.stdin.end(input)
      const [printed, complaints, [code]] = await Promise.all([
        text(command.stdout),
        text(command.stderr),
        once(command, 'exit') as Promise<[number | null]>,
      ])
      if (code !== 0) throw new Error(`wheelhouse ${args.join(' ')}: ${complaints}`)
      return printed.trim()
    },
    mailsTo: async (address) => {
      const response = await fetch(`${url}/dev/mail`, { headers: { accept: 'application/json' } })
      const { mails } = (await response.json()) as { mails: Omit<Mail, 'links'>[] }
      return mails
        .filter(({ to }) => to === address)
        .map((mail) => ({ ...mail, links: mail.text.match(/https?:\/\/\S+/g) ?? [] }))
    },
  }
}

function collect(child: ChildProcess): () => string {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  return () => output
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (server.exitCode === null && Date.now() < deadline) {
    const answered = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
    if (answered) return
    await wait(50)
  }
  throw new Error(server.exitCode === null ? 'it was not ready in time' : 'it ended')
}
