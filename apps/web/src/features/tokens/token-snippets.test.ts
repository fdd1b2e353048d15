import { expect, test } from '@jest/globals'
import { tokenSnippets } from './token-snippets.ts'

const use = {
  secret: 'wh_secret',
  indexUrl: 'https://x.test/simple/',
  uploadUrl: 'https://x.test/legacy/',
  siteName: 'Our Index',
  words: { env: 'Environment', github: 'GitHub', gitlab: 'GitLab' },
}
const snippet = (id: string) => tokenSnippets(use).find((one) => one.id === id)?.code

test('every snippet has the token and the address to upload to', () => {
  for (const { code } of tokenSnippets(use)) {
    expect(code).toContain('wh_secret')
    expect(code).toContain('https://x.test/legacy/')
  }
})

test('names are made of what the installation is called', () => {
  expect(snippet('pypirc')).toContain('[our-index]\nrepository = https://x.test/legacy/')
  expect(snippet('poetry')).toContain('poetry config pypi-token.our-index wh_secret')
  expect(snippet('uv')).toContain('name = "our-index"\nurl = "https://x.test/simple/"')
})

test('in a file of a build the token stands in remarks only', () => {
  for (const id of ['github', 'gitlab']) {
    const rest = snippet(id)
      ?.split('\n')
      .filter((line) => !line.startsWith('#'))
      .join('\n')
    expect(rest).not.toContain('wh_secret')
    expect(rest).toContain('OUR_INDEX_TOKEN')
  }
})
