import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { repository } from './support/repository.ts'

/** Words that only the mock has: its library's, and its own seed, people, inputs and pages. */
const MARKS = [
  'mockServiceWorker',
  'correct horse battery staple',
  'wheelhouse-mock',
  '__wheelhouseMock',
  'hostile-readme',
  'sixty-dependencies',
  'keyholder',
  'breached otter',
  'missing-org',
  '/mock/inbox',
]

test('the words that are looked for stand in the mock', () => {
  const folder = repository('apps/web/mock-api')
  const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    .join('\n')
  expect(MARKS.filter((mark) => !source.includes(mark))).toEqual([])
})

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
