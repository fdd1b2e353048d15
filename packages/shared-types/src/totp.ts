/**
 * Time-based one-time passwords as authentication apps make them (RFC 6238 over RFC 4226: SHA-1,
 * 6 digits, steps of 30 seconds). WebCrypto, so that the API, the mock and the tests share it.
 */
export const TOTP_STEP_SECONDS = 30
export const TOTP_DIGITS = 6

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The step that a time (milliseconds since the epoch) lies in. */
export const totpStep = (at: number): number => Math.floor(at / 1000 / TOTP_STEP_SECONDS)

/** The code of a step. */
export async function totpCode(secret: Uint8Array<ArrayBuffer>, step: number): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-1' }
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign'])
  const counter = new DataView(new ArrayBuffer(8))
  counter.setBigUint64(0, BigInt(step))
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer))
  // RFC 4226, 5.3: the last four bits say where the 31 bits of the number begin.
  const number = mac.getUint32(mac.getUint8(mac.byteLength - 1) & 15) & 0x7fffffff
  return String(number % 10 ** TOTP_DIGITS).padStart(TOTP_DIGITS, '0')
}

/**
 * The step, of those at most `window` away from the one at `at`, whose code this is; the nearest
 * one where there are several.
 */
export async function findTotpStep(
  secret: Uint8Array<ArrayBuffer>,
  code: string,
  at: number,
  window: number,
): Promise<number | undefined> {
  const now = totpStep(at)
  const steps = Array.from({ length: 2 * window + 1 }, (_, index) => now - window + index)
  const codes = await Promise.all(steps.map((step) => totpCode(secret, step)))
  const matches = steps.filter((_, index) => codes[index] === code)
  return matches.toSorted((a, b) => Math.abs(a - now) - Math.abs(b - now))[0]
}

/** Base32 without padding (RFC 4648), the form in which apps take a secret. */
export function toBase32(bytes: Uint8Array): string {
  let bits = 0
  let held = 0
  let text = ''
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += BASE32[(held >>> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits === 0 ? text : text + BASE32[(held << (5 - bits)) & 31]
}

/** The bytes of a Base32 text; blanks and letter case do not matter. @throws RangeError for other characters. */
export function fromBase32(text: string): Uint8Array<ArrayBuffer> {
  let bits = 0
  let held = 0
  const bytes: number[] = []
  for (const char of text.toUpperCase()) {
    if (char === ' ') continue
    const value = BASE32.indexOf(char)
    if (value === -1) throw new RangeError(`${char} is no Base32`)
    held = (held << 5) | value
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >>> bits) & 255)
    held &= (1 << bits) - 1
  }
  return new Uint8Array(bytes)
}
