/** @jest-environment node */
import { globSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { neededWords, sitesIn } from '../../build/find-words.ts'
import { parts } from './en/catalogue.ts'

const top = new URL('../../', import.meta.url)
const nameOf = (file: URL): string => file.pathname.slice(top.pathname.length)
const partsOf = (file: URL): string[] =>
  [...neededWords(file)].filter((name) => name in parts).toSorted()

test('the frame needs no words but those that are there from the start', () => {
  expect(partsOf(new URL('src/main.tsx', top))).toEqual([])
})

test('whatever is loaded later brings the words that it needs, and no others', () => {
  const files = globSync('{src,gallery}/**/*.{ts,tsx}', {
    cwd: top.pathname,
    exclude: ['src/messages/**', '**/*.test.{ts,tsx}'],
  })
  const sites = files.flatMap((file) => sitesIn(new URL(file, top)))
  expect(sites.length).toBeGreaterThan(35)
  const wrong = sites.flatMap(({ file, target, told }) => {
    const needed = partsOf(target)
    if (told.toSorted().join() === needed.join()) return []
    const list = needed.map((name) => `'${name}'`).join(', ')
    return [`${nameOf(file)}: withWords([${list}], () => import('${nameOf(target)}'))`]
  })
  expect(wrong).toEqual([])
})
