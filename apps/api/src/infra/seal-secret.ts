import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts a secret, bound to the id of what it belongs to: nonce, ciphertext and tag in one. */
export function sealSecret(
  key: Uint8Array,
  ownerId: string,
  secret: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(ownerId))
  const sealed = [nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]
  return new Uint8Array(Buffer.concat(sealed))
}

/** The secret again. @throws Error for one that was sealed for something else, or under another key. */
export function openSecret(
  key: Uint8Array,
  ownerId: string,
  sealed: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const content = sealed.subarray(NONCE_BYTES, -TAG_BYTES)
  const decipher = createDecipheriv(CIPHER, key, nonce).setAAD(Buffer.from(ownerId))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  return new Uint8Array(Buffer.concat([decipher.update(content), decipher.final()]))
}
