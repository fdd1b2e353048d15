import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  escapeNameForFilename,
  isNormalizedName,
  isValidName,
  normalizeName,
  ultraNormalizeName,
} from './normalize-name.ts'

describe('isValidName', () => {
  test.each(['a', 'A1', 'foo.bar', 'Foo_Bar-baz', '0', 'a--b', 'a.b_c-d'])('accepts %j', (name) => {
    expect(isValidName(name)).toBe(true)
  })

  test.each([
    '',
    '-a',
    'a-',
    '.a',
    'a_',
    'a b',
    'foo\n',
    'föö',
    '\u017Fa',
    'a\u212A',
    'a/b',
    'a\0b',
  ])('refuses %j', (name) => {
    expect(isValidName(name)).toBe(false)
  })
})

describe('normalizeName', () => {
  test.each([
    ['Friendly-Bard', 'friendly-bard'],
    ['FRIENDLY-BARD', 'friendly-bard'],
    ['friendly.bard', 'friendly-bard'],
    ['friendly_bard', 'friendly-bard'],
    ['friendly--bard', 'friendly-bard'],
    ['FrIeNdLy-._.-bArD', 'friendly-bard'],
  ])('%j becomes %j (PEP 503)', (name, expected) => {
    expect(normalizeName(name)).toBe(expected)
    expect(isNormalizedName(expected)).toBe(true)
    expect(isNormalizedName(name)).toBe(false)
    expect(escapeNameForFilename(name)).toBe('friendly_bard')
  })

  test('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/), (name) => {
        const once = normalizeName(name)
        expect(normalizeName(once)).toBe(once)
        expect(ultraNormalizeName(once)).toBe(ultraNormalizeName(name))
      }),
    )
  })
})

describe('ultraNormalizeName', () => {
  test.each([
    'toast1ng',
    'toastlng',
    't0asting',
    'toast-ing',
    'toast.ing',
    'toast_ing',
    'TOASTING',
  ])('%j looks like toasting', (name) => {
    expect(ultraNormalizeName(name)).toBe(ultraNormalizeName('toasting'))
  })

  test('different names stay different', () => {
    expect(ultraNormalizeName('toasting')).not.toBe(ultraNormalizeName('roasting'))
    expect(ultraNormalizeName('Oil-l0.i')).toBe('011101')
  })
})
