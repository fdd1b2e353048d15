import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { variable, type PythonTools } from './python-tools.ts'
import { freePort } from './start-wheelhouse.ts'

export type Devpi = {
  /** The simple index of the one mirror. */
  readonly indexUrl: string
  close(): Promise<void>
}

const START_MS = 60_000
/** Of the user that devpi begins with. */
const MIRROR = 'root/mirror'

/** Starts a devpi server with one index, which mirrors `indexUrl`. */
export async function startDevpi(
  tools: PythonTools,
  folder: string,
  indexUrl: string,
): Promise<Devpi> {
  const bin = variable('WHEELHOUSE_TEST_MIRRORS')
  const command = (name: string) => path.resolve(bin, name)
  await tools.expectRun(command('devpi-init'), ['--serverdir', folder, '--no-root-pypi'])
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const options = ['--serverdir', folder, '--host', '127.0.0.1', '--port', String(port)]
  const server = spawn(command('devpi-server'), options, { stdio: ['ignore', 'pipe', 'pipe'] })
  const output = collectOutput(server)
  const close = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGKILL')
    await ended
  }
  try {
    const token = await logIn(origin, () => server.exitCode !== null)
    const answer = await fetch(`${origin}/${MIRROR}`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        'x-devpi-auth': Buffer.from(`root:${token}`).toString('base64'),
      },
      body: JSON.stringify({ type: 'mirror', mirror_url: indexUrl }),
    })
    if (!answer.ok) throw new Error(`no mirror: ${answer.status} ${await answer.text()}`)
  } catch (error) {
    await close()
    throw new Error(`${String(error)}\n${output()}`, { cause: error })
  }
  return { indexUrl: `${origin}/${MIRROR}/+simple/`, close }
}

function collectOutput(server: ChildProcess): () => string {
  let output = ''
  for (const stream of [server.stdout, server.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return () => output
}

/** Waits until the server answers; a fresh one has a user `root` without a password. */
async function logIn(origin: string, hasEnded: () => boolean): Promise<string> {
  const deadline = Date.now() + START_MS
  for (;;) {
    const answer = await fetch(`${origin}/+login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ user: 'root', password: '' }),
    }).catch(() => undefined)
    if (answer?.ok)
      return ((await answer.json()) as { result: { password: string } }).result.password
    await answer?.arrayBuffer()
    if (hasEnded() || Date.now() > deadline) throw new Error('devpi did not come up')
    await sleep(100)
  }
}
