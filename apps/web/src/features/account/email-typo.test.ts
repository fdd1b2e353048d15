import { expect, test } from '@jest/globals'
import { likelyAddress } from './email-typo.ts'

test.each([
  ['jane@gmial.com', 'jane@gmail.com'],
  ['jane@gmai.com', 'jane@gmail.com'],
  ['jane@gmaill.com', 'jane@gmail.com'],
  ['jane@GMAIK.com', 'jane@gmail.com'],
  ['jane@example.con', 'jane@example.com'],
  ['jane@gmail.com', undefined],
  ['jane@exmple.net', undefined],
  ['jane@company.example', undefined],
  ['jane', undefined],
  ['@gmial.com', undefined],
])('%s', (typed, meant) => {
  expect(likelyAddress(typed)).toBe(meant)
})
