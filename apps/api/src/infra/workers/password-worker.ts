import { argon2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a hash takes: KiB, and how often they are gone through. */
export type HashCost = { readonly memory: number; readonly passes: number }

const FIXED = { parallelism: 1, tagLength: 32 } as const
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

export type PasswordJob = { password: string; cost: HashCost } & (
  | { kind: 'hash' }
  /** `hash: undefined` costs the same and is never right: unknown users take as long as known ones. */
  | { kind: 'verify'; hash: string | undefined }
)

export type PasswordResult = { hash: string } | { right: boolean; outdated: boolean }

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

/** argon2id, synchronously: this is a thread of its own, and the asynchronous form would fill the pool that reads files. */
export default function run(job: PasswordJob): PasswordResult {
  const { password, cost } = job
  return job.kind === 'hash' ? { hash: hash(password, cost) } : verify(password, job.hash, cost)
}

const prefixOf = ({ memory, passes }: HashCost) =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${FIXED.parallelism}$`

function hash(password: string, cost: HashCost): string {
  const nonce = randomBytes(16)
  const tag = argon2Sync('argon2id', { ...FIXED, ...cost, message: password, nonce })
  return `${prefixOf(cost)}${base64(nonce)}$${base64(tag)}`
}

function verify(password: string, stored: string | undefined, cost: HashCost) {
  const match = PHC.exec(stored ?? '')
  if (match === null) {
    hash(password, cost)
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
  return { right: timingSafeEqual(tag, expected), outdated: !stored!.startsWith(prefixOf(cost)) }
}
