import { describe, expect, test } from '@jest/globals'
import { checkFormAgainstMetadata } from './check-form.ts'
import { parseCoreMetadata } from './core-metadata.ts'

const metadata = parseCoreMetadata(
  Buffer.from(
    [
      'Metadata-Version: 2.4',
      'Name: Foo_Bar',
      'Version: 1.0',
      'Requires-Python: >=3.8,<4',
      'Requires-Dist: Baz[x] >= 1.0',
      `Requires-Dist: qux; extra == 'Test'`,
      'Provides-Extra: Test',
      '',
    ].join('\n'),
  ),
)
const check = (form: Record<string, string[]>) => () => checkFormAgainstMetadata(form, { metadata })

describe('the form agrees when', () => {
  test.each<readonly [string, Record<string, string[]>]>([
    [
      'it is the same',
      {
        name: ['Foo_Bar'],
        version: ['1.0'],
        requires_python: ['>=3.8,<4'],
        requires_dist: ['Baz[x] >= 1.0', `qux; extra == 'Test'`],
        provides_extra: ['Test'],
      },
    ],
    [
      'it is spelled otherwise',
      {
        name: ['foo-bar'],
        version: ['v1.0.0'],
        requires_python: ['<4, >= 3.8'],
        requires_dist: ['qux ; extra=="test"', 'baz[X]>=1', 'baz[X]>=1'],
        provides_extras: ['test'],
      },
    ],
    [
      'it leaves fields out or sends them empty',
      {
        name: ['foo.bar'],
        requires_python: [''],
        requires_dist: ['', 'UNKNOWN'],
        provides_extra: [],
      },
    ],
    [
      'it has another metadata version, or fields that are not compared',
      { metadata_version: ['2.3'], summary: ['x'], import_names: ['y'], unknown: ['z'] },
    ],
  ])('%s', (_what, form) => {
    expect(check(form)).not.toThrow()
  })
})

describe('the form is refused when', () => {
  test.each<readonly [string, Record<string, string[]>, string]>([
    [
      'the name differs',
      { name: ['other'] },
      "Name of the form differs from the metadata in the file: 'other' is only in the form",
    ],
    ['a second name is sent', { name: ['foo-bar', 'other'] }, 'Name'],
    ['the version differs', { version: ['1.0.post1'] }, 'Version'],
    ['the Python versions differ', { requires_python: ['>=3.9,<4'] }, 'Requires-Python'],
    [
      'a dependency is added',
      { requires_dist: ['baz[x]>=1', `qux; extra=='test'`, 'evil'] },
      "'evil' is only in the form",
    ],
    ['a dependency is left out', { requires_dist: ['baz[x]>=1'] }, 'is only in the file'],
    ['a marker differs', { requires_dist: ['baz[x]>=1', `qux; extra=='dev'`] }, 'Requires-Dist'],
    ['an extra differs', { provides_extra: ['other'] }, 'Provides-Extra'],
    ['an extra under the odd name differs', { provides_extras: ['other'] }, 'Provides-Extra'],
  ])('%s', (_what, form, message) => {
    expect(check(form)).toThrow(message)
  })
})
