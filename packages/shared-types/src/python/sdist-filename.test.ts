import { describe, expect, test } from '@jest/globals'
import { expectedSdistFilename, parseSdistFilename } from './sdist-filename.ts'
import { formatVersion } from './version.ts'

describe('parseSdistFilename', () => {
  test.each([
    ['foo_bar-1.0.tar.gz', 'foo-bar', '1.0'],
    ['Foo-Bar-1.0.zip', 'foo-bar', '1.0'],
    ['foo-01.2.tar.gz', 'foo', '1.2'],
  ])('%j is %j %j', (filename, name, version) => {
    const parsed = parseSdistFilename(filename)
    expect(parsed?.normalizedName).toBe(name)
    expect(parsed && formatVersion(parsed.version)).toBe(version)
  })

  test.each([
    'something.tar.gz',
    'foo-dog.tar.gz',
    '-1.0.tar.gz',
    'foo-1.0.tgz',
    'foo-1.0.tar.bz2',
    'foo-1.0.TAR.GZ',
    'foo-1.0\n.tar.gz',
  ])('refuses %j', (filename) => {
    expect(parseSdistFilename(filename)).toBeUndefined()
  })

  test('says the one name that PEP 625 allows', () => {
    const parsed = parseSdistFilename('Some-Thing-1.02.3.tar.gz')
    expect(parsed && expectedSdistFilename('Some-Thing', parsed.version)).toBe(
      'some_thing-1.2.3.tar.gz',
    )
  })
})
