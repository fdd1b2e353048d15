import { expect, test } from '@jest/globals'
import { filterFiles, sortFiles, wheelTags } from './wheel-tags.ts'

const wheel = (tags: string) => ({ kind: 'wheel' as const, filename: `a-1-${tags}.whl` })
const sdist = { kind: 'sdist' as const, filename: 'a-1.tar.gz' }

test('tags are the last three parts, with and without a build number', () => {
  expect(wheelTags(wheel('cp313-abi3-win_amd64'))).toEqual(['cp313', 'abi3', 'win_amd64'])
  expect(wheelTags(wheel('2-py3-none-any'))).toEqual(['py3', 'none', 'any'])
  expect(wheelTags(sdist)).toEqual([])
})

test('3.9 comes before 3.10, the source before both', () => {
  const files = [wheel('cp310-cp310-any'), wheel('cp39-cp39-any'), sdist]
  expect(sortFiles(files).map(({ filename }) => filename)).toEqual([
    'a-1.tar.gz',
    'a-1-cp39-cp39-any.whl',
    'a-1-cp310-cp310-any.whl',
  ])
})

test('every word of a filter has to be in the name', () => {
  const files = [wheel('cp313-cp313-win_amd64'), wheel('cp313-cp313-any'), sdist]
  expect(filterFiles(files, ' CP313 win ')).toEqual([files[0]])
  expect(filterFiles(files, '')).toEqual(files)
})
