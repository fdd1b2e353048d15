import { describe, expect, test } from '@jest/globals'
import {
  expandWheelTags,
  expectedWheelNamePart,
  expectedWheelStem,
  parseWheelFilename,
} from './wheel-filename.ts'
import { formatVersion, parseVersion } from './version.ts'

describe('parseWheelFilename', () => {
  test('reads every part', () => {
    const result = parseWheelFilename(
      'Foo_Bar-1.0.post1-2local-cp311.cp312-abi3.none-manylinux_2_17_x86_64.win32.whl',
    )
    if (!result.ok) throw new Error(result.problem)
    const { version, ...rest } = result.wheel
    expect(formatVersion(version)).toBe('1.0.post1')
    expect(rest).toEqual({
      namePart: 'Foo_Bar',
      versionPart: '1.0.post1',
      normalizedName: 'foo-bar',
      build: ['2', 'local'],
      python: ['cp311', 'cp312'],
      abi: ['abi3', 'none'],
      platform: ['manylinux_2_17_x86_64', 'win32'],
    })
    const tags = expandWheelTags(result.wheel)
    expect(tags).toHaveLength(8)
    expect(tags[0]).toEqual({ python: 'cp311', abi: 'abi3', platform: 'manylinux_2_17_x86_64' })
  })

  test.each([
    ['foo-1.0-py3-none-any.WHL', 'extension'],
    ['foo-1.0.whl', 'parts'],
    ['foo-1.0-1-x-py3-none-any.whl', 'parts'],
    ['foo__bar-1.0-py3-none-any.whl', 'name'],
    ['_foo-1.0-py3-none-any.whl', 'name'],
    ['föö-1.0-py3-none-any.whl', 'name'],
    ['foo-0.0.4test1-py3-none-any.whl', 'version'],
    ['foo- 1.0-py3-none-any.whl', 'version'],
    ['foo-1.0-q-py3-none-any.whl', 'build'],
    ['foo-1.0-1-none-any.whl', 'tags'],
    ['foo-1.0-py3..py2-none-any.whl', 'tags'],
    ['foo-1.0-py3-none-any\n.whl', 'tags'],
  ])('%j: wrong %s', (filename, problem) => {
    expect(parseWheelFilename(filename)).toEqual({ ok: false, problem })
  })

  test('says what a name must begin with', () => {
    const version = parseVersion('1.0-1')
    if (version === undefined) throw new Error('bad case')
    expect(expectedWheelNamePart('Foo.Bar-baz')).toBe('foo_bar_baz')
    expect(expectedWheelStem('Foo.Bar', version)).toBe('foo_bar-1.0.post1')
  })
})
