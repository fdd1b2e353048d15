import { describe, expect, test } from '@jest/globals'
import { canonicalRequirement, formatMarker, parseMarker, parseRequirement } from './requirement.ts'

function canonical(text: string): string {
  const requirement = parseRequirement(text)
  return requirement === undefined ? 'none' : canonicalRequirement(requirement)
}

describe('parseRequirement', () => {
  test.each([
    ['A', 'a'],
    ['A.B-C_D', 'a-b-c-d'],
    ['name<=1', 'name<=1'],
    ['name>=3,<2', 'name<2,>=3'],
    ['name (>= 3 , < 2,)', 'name<2,>=3'],
    ['name>=3,', 'name>=3'],
    ['name[]', 'name'],
    ['name[Foo_bar, baz]', 'name[baz,foo-bar]'],
    ['name@http://foo.com', 'name @ http://foo.com'],
    [
      "name [fred,bar] @ http://foo.com ; python_version=='2.7'",
      'name[bar,fred] @ http://foo.com ; python_version == "2.7"',
    ],
    ["name; os_name=='a' or os_name=='b'", 'name ; os_name == "a" or os_name == "b"'],
    [
      "name; os.name=='a' and (extra=='X_y' or 'b' in sys_platform)",
      'name ; os_name == "a" and (extra == "x-y" or "b" in sys_platform)',
    ],
    ["n===any!thing;python_version not  in'2.7'", 'n===any!thing ; python_version not in "2.7"'],
    ['a@https://x;python_version>"3"', 'a @ https://x;python_version>"3"'],
  ])('%j becomes %j', (text, expected) => {
    expect(canonical(text)).toBe(expected)
    expect(canonical(canonical(text))).toBe(expected)
  })

  test.each([
    '',
    '-a',
    'a-',
    'a -b',
    'name[',
    'name[a,]',
    'name[a b]',
    'name>=1 <2',
    'name >=',
    'name (>=1',
    'name >=1)',
    'name ,>=1',
    'name; bogus == "1"',
    'name; os_name',
    'name; os_name == ',
    "name; os_name == 'a",
    "name; (os_name == 'a'",
    'name;',
    "name; os_name not_in 'a'",
    'name @ ',
    'name @ http://x y',
    'name\n>=1',
    'name 1.0',
    'näme',
  ])('refuses %j', (text) => {
    expect(parseRequirement(text)).toBeUndefined()
  })

  test('keeps the parts as written', () => {
    expect(parseRequirement("Foo[B,a] ~= 1.2; extra == 'x'")).toMatchObject({
      name: 'Foo',
      extras: ['B', 'a'],
      specifier: { specifiers: [{ operator: '~=', text: '1.2' }] },
      url: undefined,
      marker: {
        kind: 'compare',
        left: { kind: 'variable', name: 'extra' },
        operator: '==',
        right: { kind: 'text', value: 'x' },
      },
    })
  })

  test('is bounded on hostile input', () => {
    const started = performance.now()
    expect(parseRequirement(`a;${'('.repeat(100_000)}`)).toBeUndefined()
    expect(parseRequirement(`a${'-'.repeat(300_000)}`)).toBeUndefined()
    expect(parseRequirement(`a[${'b,'.repeat(200_000)}`)).toBeUndefined()
    expect(parseRequirement(`a>=1${',>=1'.repeat(50_000)};`)).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('parseMarker', () => {
  test('`and` binds tighter than `or`', () => {
    const marker = parseMarker("os_name == 'a' or os_name == 'b' and os_name == 'c'")
    expect(marker).toMatchObject({ kind: 'or', parts: [{ kind: 'compare' }, { kind: 'and' }] })
  })

  test('keeps a double quote inside single quotes', () => {
    const marker = parseMarker(`os_name == 'a"b'`)
    expect(marker && formatMarker(marker)).toBe(`os_name == 'a"b'`)
  })
})
