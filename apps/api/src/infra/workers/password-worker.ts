import { argon2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

/** OWASP's figures; a row with other ones is hashed anew at the next sign-in. */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const
const PREFIX = `$argon2id$v=19$m=${PARAMETERS.memory},t=${PARAMETERS.passes},p=${PARAMETERS.parallelism}$`
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

export type PasswordJob =
  | { kind: 'hash'; password: string }
  /** `hash: undefined` costs the same and is never right: unknown users take as long as known ones. */
  | { kind: 'verify'; password: string; hash: string | undefined }

export type PasswordResult = { hash: string } | { right: boolean; outdated: boolean }

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

/** argon2id, synchronously: this is a thread of its own, and the asynchronous form would fill the pool that reads files. */
export default function run(job: PasswordJob): PasswordResult {
  return job.kind === 'hash' ? { hash: hash(job.password) } : verify(job.password, job.hash)
}

function hash(password: string): string {
  const nonce = randomBytes(16)
  const tag = argon2Sync('argon2id', { ...PARAMETERS, message: password, nonce })
  return `${PREFIX}${base64(nonce)}$${base64(tag)}`
}

function verify(password: string, stored: string | undefined) {
  const match = PHC.exec(stored ?? '')
  if (match === null) {
    hash(password)
    return { right: false, outdated: false }
  }
  const expected = Buffer.from(match[5]!, 'base64')
  const tag = argon2Sync('argon2id', {
    message: password,
    nonce: Buffer.from(match[4]!, 'base64'),
    memory: Number(match[1]),
    passes: Number(match[2]),
    parallelism: Number(match[3]),
    tagLength: expected.length,
  })
  return { right: timingSafeEqual(tag, expected), outdated: !stored!.startsWith(PREFIX) }
}
