import { expect, test } from '@jest/globals'
import { indexSlug, installCommands } from './install-commands.ts'

const at = { name: 'tiny', indexUrl: 'https://x.test/simple/', siteName: 'Our Wheel-House!' }

test('the newest release is asked for by name, an old one by version', () => {
  expect(installCommands(at).map(({ code }) => code)).toEqual([
    'pip install --index-url https://x.test/simple/ tiny',
    'uv add --default-index https://x.test/simple/ tiny',
    'poetry source add --priority=explicit our-wheel-house https://x.test/simple/\npoetry add --source our-wheel-house tiny',
  ])
  expect(installCommands({ ...at, version: '1.0+local.1' })[0].code).toBe(
    'pip install --index-url https://x.test/simple/ tiny==1.0+local.1',
  )
})

test('what a shell would read otherwise is quoted', () => {
  expect(installCommands({ ...at, version: '1!2.0' })[0].code).toMatch(/ 'tiny==1!2\.0'$/)
})

test('an index always has a name', () => {
  expect(indexSlug('索引')).toBe('index')
})
