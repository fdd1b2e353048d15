import { createHash, randomBytes } from 'node:crypto'

/** Not that of API tokens: what it opens is told from them without the database, and by scanners. */
const PREFIX = 'whp_'
const PATTERN = /^whp_[A-Za-z0-9_-]{43}$/

export function makePublisherSecret(): string {
  return `${PREFIX}${randomBytes(32).toString('base64url')}`
}

/** Whether a text has the shape of a publisher's token. */
export function isPublisherSecret(secret: string): boolean {
  return PATTERN.test(secret)
}

/** What the database keeps: 256 random bits need no slow hash. */
export function hashPublisherSecret(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest())
}
