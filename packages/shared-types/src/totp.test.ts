import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findTotpStep, fromBase32, toBase32, totpCode, totpStep } from './totp.ts'

const SECRET = new TextEncoder().encode('12345678901234567890')

describe('a one-time password', () => {
  // RFC 6238, appendix B: the last six digits of the SHA-1 rows.
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i seconds is %s', async (seconds, code) => {
    expect(await totpCode(SECRET, totpStep(seconds * 1000))).toBe(code)
  })

  test('is found within the window and not beyond it', async () => {
    const at = 1_234_567_890_000
    const step = totpStep(at)
    for (const [away, window, found] of [
      [0, 1, true],
      [-1, 1, true],
      [1, 1, true],
      [2, 1, false],
      [-2, 1, false],
      [9, 10, true],
      [11, 10, false],
    ] as const) {
      const code = await totpCode(SECRET, step + away)
      expect(await findTotpStep(SECRET, code, at, window)).toBe(found ? step + away : undefined)
    }
  })
})

describe('Base32', () => {
  // RFC 4648, section 10.
  test.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('of %j is %j', (text, encoded) => {
    expect(toBase32(new TextEncoder().encode(text))).toBe(encoded)
  })

  test('comes back as it was, in small letters and groups too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = toBase32(bytes)
        expect([...fromBase32(text)]).toEqual([...bytes])
        const grouped = text.toLowerCase().replace(/.{4}/g, '$& ')
        expect([...fromBase32(grouped)]).toEqual([...bytes])
      }),
    )
    expect(() => fromBase32('A1')).toThrow(RangeError)
  })
})
