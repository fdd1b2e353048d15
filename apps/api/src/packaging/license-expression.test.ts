import { expect, test } from '@jest/globals'
import { canonicalizeLicenseExpression } from './license-expression.ts'

test.each([
  ['mit', 'MIT'],
  ['MIT AND (apache-2.0 or bsd-2-clause)', 'MIT AND (Apache-2.0 OR BSD-2-Clause)'],
  [
    'gpl-2.0-or-later with classpath-exception-2.0',
    'GPL-2.0-or-later WITH Classpath-exception-2.0',
  ],
  ['licenseref-My.Own-1 or MIT', 'LicenseRef-My.Own-1 OR MIT'],
  ['((mit))', '((MIT))'],
  ['Apache-2.0+', 'Apache-2.0+'],
  ['GPL-2.0+', 'GPL-2.0+'],
])('%j is %j', (text, expected) => {
  expect(canonicalizeLicenseExpression(text)).toBe(expected)
  expect(canonicalizeLicenseExpression(expected)).toBe(expected)
})

test.each([
  '',
  ' ',
  '()',
  '(mit',
  'mit)',
  'mit mit',
  'mit and',
  'or mit',
  'mit with mit',
  'mit with',
  '(mit) with classpath-exception-2.0',
  'mit with classpath-exception-2.0 with classpath-exception-2.0',
  'mit (apache-2.0)',
  'Own',
  'licenseref-',
  'licenseref-a_b',
  'licenseref-a+',
  'mit & mit',
  'classpath-exception-2.0',
  'mit++',
  ')mit(',
])('%j is no licence expression', (text) => {
  expect(canonicalizeLicenseExpression(text)).toBeUndefined()
})

test('depth costs nothing', () => {
  const depth = 100_000
  expect(canonicalizeLicenseExpression(`${'('.repeat(depth)}mit${')'.repeat(depth)}`)).toHaveLength(
    2 * depth + 3,
  )
})
