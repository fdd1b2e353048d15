import { expect, test } from '@jest/globals'
import { quoteForMessage } from './packaging-error.ts'

test.each([
  ['demo/x.py', "'demo/x.py'"],
  ["it's", "'it\\'s'"],
  ['a\\b', "'a\\\\b'"],
  ['a\r\nSet-Cookie: x', "'a\\u{d}\\u{a}Set-Cookie: x'"],
  ['\u001b[2Jé\u{1f40d}', "'\\u{1b}[2J\\u{e9}\\u{1f40d}'"],
  ['x'.repeat(121), `'${'x'.repeat(120)}...'`],
])('%j is shown as %s', (text, shown) => {
  expect(quoteForMessage(text)).toBe(shown)
})
