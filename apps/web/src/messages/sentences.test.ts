/** @jest-environment node */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { findSentences } from '../../test/find-sentences.ts'

/** Holds what goes into files for builds, which are the same in every language. */
const NO_WORDS = 'features/publishing/build-files.ts'

/** Two words that nobody reads: values of attributes and options, and the end of a thrown text. */
const NO_TEXT = new Set([
  'noreferrer nofollow ugc',
  'bottom end',
  'username webauthn',
  'is not of the form',
])

test('every sentence stands in a catalogue: none is in the code', () => {
  const source = new URL('..', import.meta.url).pathname
  const files = globSync('**/*.{ts,tsx}', {
    cwd: source,
    exclude: ['messages/**', '**/*.test.{ts,tsx}', NO_WORDS],
  })
  expect(files.length).toBeGreaterThan(150)
  const strays = files.flatMap((file) =>
    findSentences(file, readFileSync(source + file, 'utf8'))
      .filter((text) => !NO_TEXT.has(text))
      .map((text) => `${file}: ${text}`),
  )
  expect(strays).toEqual([])
})

test.each([
  ['a.tsx', 'const A = () => <p>Save</p>', 'Save'],
  ['a.tsx', 'const A = () => <p>{ok ? "Not saved yet" : ""}</p>', 'Not saved yet'],
  ['a.tsx', 'const A = () => <i aria-label="Menu" />', 'Menu'],
  ['a.ts', 'export const words = `You have ${n} mails`', 'You have'],
  ['a.ts', 'showToast("could not save")', 'could not save'],
])('%s: %s is seen', (file, code, text) => {
  expect(findSentences(file, code)).toEqual([text])
})

test.each([
  ['a.ts', 'throw new Error("no such thing")'],
  ['a.ts', 'const snippet = `pip install ${name}`'],
  ['a.tsx', 'const A = () => <p className="red">{t("saved")}</p>'],
])('%s: %s is none', (file, code) => {
  expect(findSentences(file, code)).toEqual([])
})
