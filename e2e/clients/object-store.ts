import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { variable } from './python-tools.ts'
import { freePort } from './start-wheelhouse.ts'

/** A server that speaks S3 and keeps everything in its memory. */
export type ObjectStore = {
  readonly endpoint: string
  readonly bucket: string
  /** Keys of what is in the bucket. */
  keys(): Promise<string[]>
  remove(key: string): Promise<void>
  /** Ends it without a warning; what it kept is gone. */
  kill(): Promise<void>
  /** Starts it at the same address, with an empty bucket. */
  restart(): Promise<void>
}

/** moto takes any credentials, but wants some. */
const SOMEBODY =
  'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0'

const START_MS = 30_000

/** Starts moto's server on a free port and makes a bucket. Throws when it does not come up. */
export async function startObjectStore(): Promise<ObjectStore> {
  const command = variable('WHEELHOUSE_TEST_MOTO')
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  const bucket = 'wheels'
  let server: ChildProcess | undefined
  const kill = async () => {
    const running = server
    server = undefined
    if (running === undefined || running.exitCode !== null) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGKILL')
    await ended
  }
  const restart = async () => {
    server = spawn(command, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
    const deadline = Date.now() + START_MS
    for (;;) {
      const made = await fetch(`${endpoint}/${bucket}`, { method: 'PUT' }).catch(() => undefined)
      await made?.arrayBuffer()
      if (made?.ok) return
      if (server.exitCode !== null || Date.now() > deadline) {
        await kill()
        throw new Error('the object store did not come up')
      }
      await sleep(100)
    }
  }
  await restart()
  return {
    endpoint,
    bucket,
    keys: async () => {
      const text = await (await fetch(`${endpoint}/${bucket}?list-type=2`)).text()
      return [...text.matchAll(/<Key>([^<]+)<\/Key>/g)].map((match) => match[1] ?? '')
    },
    remove: async (key) => {
      const headers = { authorization: SOMEBODY }
      const answer = await fetch(`${endpoint}/${bucket}/${key}`, { method: 'DELETE', headers })
      if (!answer.ok) throw new Error(`${key} not removed: ${answer.status}`)
    },
    kill,
    restart,
  }
}
