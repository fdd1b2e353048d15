const POLYNOMIAL = 0xedb88320

/** 32 random bytes as 43 base64url characters. */
export function randomSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
}

/** A new API token: `wh_`, 256 random bits and their CRC-32, so that scanners can tell it. */
export function newTokenSecret(): string {
  const random = randomSecret()
  return `wh_${random}${checksum(random)}`
}

/** The CRC-32 of an ASCII text, big-endian, as 6 base64url characters. */
export function checksum(text: string): string {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, crc32(new TextEncoder().encode(text)))
  return toBase64Url(bytes)
}

/** The CRC-32 of some bytes, as zip archives have it too. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** base64url without padding; made for short values. */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** The text again, or undefined where it is no base64url of UTF-8. */
export function fromBase64Url(text: string): string | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
