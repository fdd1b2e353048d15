import { describe, expect, test } from '@jest/globals'
import { selectFiles } from './select-files.ts'
import type { SourceFile } from './source-file.ts'

const files = (...names: string[]): SourceFile[] =>
  names.map((filename) => ({
    filename,
    place: { kind: 'path', path: `/x/${filename}` },
    hashes: {},
  }))
const select = (found: SourceFile[], selection: Parameters<typeof selectFiles>[1]) =>
  selectFiles(found, selection).files.map((file) => file.filename)

const FOUND = files(
  'demo-1.9.tar.gz',
  'demo-1.10.tar.gz',
  'demo-1.10-py3-none-any.whl',
  'demo-1.10.0-py2-none-any.whl',
  'demo-2.0rc1-py3-none-any.whl',
  'demo-1.2.tar.gz',
  'alone-1.0.dev1.tar.gz',
)

describe('selectFiles', () => {
  test('newest versions first, wheels before source distributions', () => {
    expect(select(FOUND, { pre: false })).toEqual([
      'alone-1.0.dev1.tar.gz',
      'demo-2.0rc1-py3-none-any.whl',
      'demo-1.10-py3-none-any.whl',
      'demo-1.10.0-py2-none-any.whl',
      'demo-1.10.tar.gz',
      'demo-1.9.tar.gz',
      'demo-1.2.tar.gz',
    ])
  })

  test('the newest versions are those of PEP 440; equal ones count once', () => {
    expect(select(FOUND, { pre: false, latest: 2 })).toEqual([
      // No finals: its pre-releases count.
      'alone-1.0.dev1.tar.gz',
      'demo-1.10-py3-none-any.whl',
      'demo-1.10.0-py2-none-any.whl',
      'demo-1.10.tar.gz',
      'demo-1.9.tar.gz',
    ])
    expect(select(FOUND, { pre: true, latest: 1, projects: new Set(['demo']) })).toEqual([
      'demo-2.0rc1-py3-none-any.whl',
    ])
  })

  test('what cannot be taken is skipped with its reason', () => {
    const found = files(
      'demo-1.0-py3.8.egg',
      'demo-1.0.zip',
      'demo-2004b-final.tar.gz',
      'demo-one-py3-none-any.whl',
      'demo.tar.gz',
      '../demo-1.0.tar.gz',
      'Demo-1.0.tar.gz',
      'other-1.0.tar.gz',
    )
    const { files: taken, skipped } = selectFiles(found, { pre: false }, 'demo')
    expect(taken.map((file) => file.filename)).toEqual(['Demo-1.0.tar.gz'])
    expect(skipped.map(({ filename, reason }) => [filename, reason])).toEqual([
      ['demo-1.0-py3.8.egg', 'format'],
      ['demo-1.0.zip', 'format'],
      ['demo-2004b-final.tar.gz', 'version'],
      ['demo-one-py3-none-any.whl', 'version'],
      ['demo.tar.gz', 'filename'],
      ['../demo-1.0.tar.gz', 'version'],
      ['other-1.0.tar.gz', 'other-project'],
    ])
  })
})
