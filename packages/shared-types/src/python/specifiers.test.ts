import { describe, expect, test } from '@jest/globals'
import { canonicalSpecifierSet, parseSpecifierSet, specifierSetContains } from './specifiers.ts'
import { parseVersion } from './version.ts'

function contains(setText: string, versionText: string, prereleases?: boolean): boolean {
  const set = parseSpecifierSet(setText)
  const version = parseVersion(versionText)
  if (set === undefined || version === undefined) throw new Error('bad case')
  return specifierSetContains(set, version, prereleases === undefined ? {} : { prereleases })
}

describe('parseSpecifierSet', () => {
  test.each([
    '',
    '>=1',
    '>= 1.0 , <2',
    '~=1.2',
    '==1.*',
    '!=1!2.*',
    '===anything',
    '==1+local',
    '>=v1',
    '<2,',
  ])('reads %j', (text) => {
    expect(parseSpecifierSet(text)).toBeDefined()
  })

  test.each([
    '1',
    '=1',
    '~=1',
    '~=1.0+x',
    '>=1.*',
    '>=1+x',
    '==1a1.*',
    '==1.dev1.*',
    '=== a b',
    '>=',
    '>=1 <2',
    '>1;',
    '==*',
  ])('refuses %j', (text) => {
    expect(parseSpecifierSet(text)).toBeUndefined()
  })

  test('equal sets have one spelling', () => {
    const spell = (text: string): string => {
      const set = parseSpecifierSet(text)
      return set === undefined ? 'none' : canonicalSpecifierSet(set)
    }
    expect(spell('>= 1.0, <2')).toBe(spell('<2.0.0,>=1'))
    expect(spell('~=1.0')).not.toBe(spell('~=1.0.0'))
    expect(spell('==1.0.*')).not.toBe(spell('==1.*'))
  })
})

describe('specifierSetContains', () => {
  test.each([
    ['', '1.0', true],
    ['~=2.2', '2.9', true],
    ['~=2.2', '3.0', false],
    ['~=2.2.post3', '2.2', false],
    ['~=2.2.post3', '2.3', true],
    ['==1.1', '1.1.0', true],
    ['==1.1', '1.1+local', true],
    ['==1.1+local', '1.1', false],
    ['==1.1.*', '1.1.post1', true],
    ['==1.1.*', '1.10', false],
    ['!=1.1.*', '1.1.9', false],
    ['<=1.0', '1.0+x', true],
    ['>1.7', '1.7.0.post1', false],
    ['>1.7', '1.7.1', true],
    ['>1.7.post2', '1.7.post3', true],
    ['>1.7', '1.7+x', false],
    ['>=1,<2', '2', false],
    ['===1.0', '1.0', true],
    ['===1.0', '1.0.0', false],
    ['>=0!1', '1!0', true],
  ])('%j and %j: %j', (set, version, expected) => {
    expect(contains(set, version)).toBe(expected)
  })

  test('pre-releases come in only when asked for', () => {
    expect(contains('>=1', '2a1')).toBe(false)
    expect(contains('>=1', '2a1', true)).toBe(true)
    expect(contains('>=1a1', '2a1')).toBe(true)
    expect(contains('!=1a1', '2a1')).toBe(false)
    expect(contains('<1.0', '1.0a1', true)).toBe(false)
    expect(contains('<1.0', '0.9a1', true)).toBe(true)
    expect(contains('<1.0rc1', '1.0a1')).toBe(true)
    expect(contains('>=1a1', '2a1', false)).toBe(false)
  })
})
