import { expect, test } from '@jest/globals'
import { AFTER_SIGN_IN, ownPath, paths } from './paths.ts'

test.each([
  ['/project/a?tab=files#top', '/project/a?tab=files#top'],
  ['/', '/'],
  [null, AFTER_SIGN_IN],
  ['', AFTER_SIGN_IN],
  ['account', AFTER_SIGN_IN],
  ['https://evil.example/', AFTER_SIGN_IN],
  ['//evil.example/', AFTER_SIGN_IN],
  ['/\\evil.example/', AFTER_SIGN_IN],
  ['/\t/evil.example/', AFTER_SIGN_IN],
  ['/..//evil.example/', AFTER_SIGN_IN],
  ['/.//evil.example', AFTER_SIGN_IN],
  ['javascript:alert(1)', AFTER_SIGN_IN],
])('ownPath(%j)', (next, expected) => {
  expect(ownPath(next)).toBe(expected)
})

test('what is not a letter is encoded', () => {
  expect(paths.project('a/b')).toBe('/project/a%2Fb')
  expect(paths.signIn('/search?q=a b')).toBe('/sign-in?next=%2Fsearch%3Fq%3Da%20b')
})
