import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { repository } from './support/repository.ts'

/** Words that only the mock has, its library's and its own; each must be in a build of the mock. */
const MARKS = [
  'mockServiceWorker',
  'correct horse battery staple',
  'wheelhouse-mock',
  '__wheelhouseMock',
  'hostile-readme',
]

test('the built app has no code of the mock', () => {
  const folder = repository('apps/web/dist')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  expect(files.length).toBeGreaterThan(20)
  const found = files.flatMap(({ parentPath, name }) => {
    const text = readFileSync(`${parentPath}/${name}`, 'utf8')
    return MARKS.filter((mark) => text.includes(mark) || name.includes(mark)).map(
      (mark) => `${name}: ${mark}`,
    )
  })
  expect(found).toEqual([])
})
