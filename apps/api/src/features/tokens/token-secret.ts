import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { TOKEN_PATTERN } from '@wheelhouse/shared-types'

const PREFIX = 'wh_'
const RANDOM_BYTES = 32
const CHECK_LENGTH = 6

/** A new token: `wh_`, 256 random bits and a CRC-32 by which a scanner tells it from other text. */
export function makeTokenSecret(): string {
  const random = randomBytes(RANDOM_BYTES).toString('base64url')
  return `${PREFIX}${random}${checkOf(random)}`
}

function checkOf(random: string): string {
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(random))
  return check.toString('base64url')
}

/** Whether a text has the shape and the checksum of a token, which needs no database. */
export function isTokenSecret(secret: string): boolean {
  if (!TOKEN_PATTERN.test(secret)) return false
  const random = secret.slice(PREFIX.length, -CHECK_LENGTH)
  return secret.endsWith(checkOf(random))
}

/** What the database keeps: 256 random bits need no slow hash. */
export function hashTokenSecret(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest())
}
