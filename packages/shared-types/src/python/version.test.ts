import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  baseVersion,
  canonicalVersion,
  compareVersions,
  formatVersion,
  isPrerelease,
  parseVersion,
  versionSortKey,
  type Version,
} from './version.ts'

function read(text: string): Version {
  const version = parseVersion(text)
  if (version === undefined) throw new Error(`no version: ${text}`)
  return version
}

describe('parseVersion', () => {
  test.each([
    ['1.0', '1.0', '1'],
    ['v1.0', '1.0', '1'],
    [' 1.0\n', '1.0', '1'],
    ['1.0.0', '1.0.0', '1'],
    ['0.0', '0.0', '0'],
    ['001.002', '1.2', '1.2'],
    ['1!2.0', '1!2.0', '1!2'],
    ['1.0alpha', '1.0a0', '1a0'],
    ['1.0-BETA_2', '1.0b2', '1b2'],
    ['1.0c1', '1.0rc1', '1rc1'],
    ['1.0preview3', '1.0rc3', '1rc3'],
    ['1.0-1', '1.0.post1', '1.post1'],
    ['1.0-r4', '1.0.post4', '1.post4'],
    ['1.0a--1', '1.0a0.post1', '1a0.post1'],
    ['1.0a-.dev', '1.0a0.dev0', '1a0.dev0'],
    ['1.0post-.dev1', '1.0.post0.dev1', '1.post0.dev1'],
    ['1.0.dev456', '1.0.dev456', '1.dev456'],
    ['1.0+Ubuntu-01_x', '1.0+ubuntu.1.x', '1+ubuntu.1.x'],
    ['20260101123456789012', '20260101123456789012', '20260101123456789012'],
  ])('%j is %j, its identity %j', (text, formatted, canonical) => {
    expect(formatVersion(read(text))).toBe(formatted)
    expect(canonicalVersion(read(text))).toBe(canonical)
  })

  test.each([
    '',
    'dog',
    '1.0.dev.a1',
    '1..0',
    '1.0-',
    '1.0+',
    '1.0+a+b',
    '1.0a-b',
    '1.0\u017Fx',
    '1,0',
    '1.0 .0',
    '!1',
    '1.0+\u212A',
  ])('refuses %j', (text) => {
    expect(parseVersion(text)).toBeUndefined()
  })

  test('takes time in proportion to the length of hostile input', () => {
    const started = performance.now()
    expect(parseVersion(`${'1.'.repeat(200_000)}x`)).toBeUndefined()
    expect(parseVersion(`1+${'a.'.repeat(200_000)}!`)).toBeUndefined()
    expect(parseVersion(`1a${'1'.repeat(400_000)}x`)).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(2000)
  })

  test('knows pre-releases and base versions', () => {
    expect(['1a1', '1.dev0', '1rc1.post1'].map((text) => isPrerelease(read(text)))).toEqual([
      true,
      true,
      true,
    ])
    expect(['1', '1.post1', '1+local'].map((text) => isPrerelease(read(text)))).toEqual([
      false,
      false,
      false,
    ])
    expect(baseVersion(read('1!2.0rc1.post2.dev3+x'))).toBe('1!2.0')
  })
})

/** From PEP 440 "Summary of permitted suffixes and relative ordering" and its neighbours. */
const ASCENDING = [
  '0',
  '0.0.1',
  '1.dev0',
  '1.0.dev456',
  '1.0a1.dev1',
  '1.0a1',
  '1.0a2.dev456',
  '1.0a12.dev456',
  '1.0a12',
  '1.0b1.dev456',
  '1.0b2',
  '1.0b2.post345.dev456',
  '1.0b2.post345',
  '1.0rc1.dev456',
  '1.0rc1',
  '1.0',
  '1.0+abc.5',
  '1.0+abc.7',
  '1.0+abc.7.0',
  '1.0+abcd',
  '1.0+5',
  '1.0+5.a',
  '1.0+5.1',
  '1.0+10',
  '1.0.post456.dev34',
  '1.0.post456',
  '1.0.1',
  '1.1.dev1',
  '1.1',
  '1.10',
  '2',
  '99999999',
  '100000000',
  '999999999999999999',
  '20260101123456789012',
  '1!0',
  '1!1.0',
  '10!0',
]

describe('order', () => {
  test('follows PEP 440', () => {
    for (const [index, text] of ASCENDING.entries()) {
      for (const [otherIndex, other] of ASCENDING.entries()) {
        expect([text, other, Math.sign(compareVersions(read(text), read(other)))]).toEqual([
          text,
          other,
          Math.sign(index - otherIndex),
        ])
      }
    }
  })

  test.each([
    ['1', '1.0.0'],
    ['1.0', 'v1'],
    ['1!1.0', '1!1'],
    ['1.0a', '1a0'],
    ['1+01', '1+1'],
  ])('%j equals %j', (left, right) => {
    expect(compareVersions(read(left), read(right))).toBe(0)
    expect(versionSortKey(read(left))).toBe(versionSortKey(read(right)))
    expect(canonicalVersion(read(left))).toBe(canonicalVersion(read(right)))
  })

  test('the key is plain ASCII, so a byte order sorts it', () => {
    for (const text of ASCENDING) expect(versionSortKey(read(text))).toMatch(/^[!0-9a-z]+$/)
  })
})

/** An independent model of the order: nested lists of big integers, compared element by element. */
type Rank = readonly bigint[]

function rank(version: Version): { release: Rank; rest: Rank } {
  const release = version.release.map(BigInt)
  while (release.at(-1) === 0n) release.pop()
  const phase =
    version.pre === undefined
      ? version.dev !== undefined && version.post === undefined
        ? 0n
        : 4n
      : { a: 1n, b: 2n, rc: 3n }[version.pre.phase]
  const rest = [
    phase,
    BigInt(version.pre?.number ?? 0),
    version.post === undefined ? -1n : BigInt(version.post),
    version.dev === undefined ? 0n : -1n,
    BigInt(version.dev ?? 0),
  ]
  return { release: [BigInt(version.epoch), ...release], rest }
}

function compareLists(left: Rank, right: Rank): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const a = left[index] ?? -1n
    const b = right[index] ?? -1n
    if (a !== b) return a < b ? -1 : 1
  }
  return 0
}

const digits = fc.oneof(
  fc.nat({ max: 12 }).map(String),
  fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String),
  fc.bigInt({ min: 10n ** 100n, max: 10n ** 120n }).map(String),
)
const maybeDigits = fc.option(digits, { nil: undefined })
const versions: fc.Arbitrary<Version> = fc.record({
  epoch: fc.oneof(fc.constant('0'), digits),
  release: fc.array(fc.oneof(fc.constant('0'), digits), { minLength: 1, maxLength: 4 }),
  pre: fc.option(fc.record({ phase: fc.constantFrom('a', 'b', 'rc'), number: digits }), {
    nil: undefined,
  }),
  post: maybeDigits,
  dev: maybeDigits,
  local: fc.constant(undefined),
})

describe('properties', () => {
  test('the sort key orders like numbers of any size', () => {
    fc.assert(
      fc.property(versions, versions, (left, right) => {
        const a = rank(left)
        const b = rank(right)
        const expected = compareLists(a.release, b.release) || compareLists(a.rest, b.rest)
        const keys = [versionSortKey(left), versionSortKey(right)] as const
        expect(keys[0] < keys[1] ? -1 : keys[0] > keys[1] ? 1 : 0).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })

  test('formatting and reading again gives the same version', () => {
    fc.assert(
      fc.property(versions, (version) => {
        const text = formatVersion(version)
        expect(parseVersion(text)).toEqual(version)
        expect(compareVersions(read(canonicalVersion(version)), version)).toBe(0)
      }),
    )
  })
})
