/** @jest-environment node */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

/** What is fetched later looks like what it fetches; what waits for it looks like nothing. */
const LOOKS_LIKE_ANOTHER = ['lazy-confirm.tsx', 'lazy-dialog.tsx', 'lazy-when-open.tsx']

test('the gallery shows every component of src/ui', () => {
  const here = new URL('.', import.meta.url).pathname
  const sources = globSync('*.tsx', { cwd: here }).map((file) => readFileSync(here + file, 'utf8'))
  const shown = sources.flatMap((text) =>
    [...text.matchAll(/from '\.\.\/src\/ui\/([a-z-]+\.tsx)'/g)].map(([, file]) => file),
  )
  const all = globSync('*.tsx', { cwd: `${here}../src/ui`, exclude: ['*.test.tsx'] })
  expect(new Set([...shown, ...LOOKS_LIKE_ANOTHER])).toEqual(new Set(all))
})
