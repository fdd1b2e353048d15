/** @jest-environment node */
import { expect, test } from '@jest/globals'
import { prefillFromUrls, readPrefill, readRepository } from './prefill.ts'

const OWN = 'https://git.example.org'

test.each([
  ['https://github.com/octo/demo', 'github octo demo'],
  ['https://github.com/octo/demo.git', 'github octo demo'],
  ['http://www.github.com/octo/demo/tree/main/docs', 'github octo demo'],
  [' https://github.com/octo/demo#readme ', 'github octo demo'],
  ['https://gitlab.com/group/sub/demo/-/tree/main', 'gitlab group/sub demo'],
  [`${OWN}/group/demo`, 'gitlab group demo'],
  ['https://github.com/octo', undefined],
  ['https://github.com/sponsors/octo', undefined],
  ['https://github.com.evil.example/octo/demo', undefined],
  ['https://gitlab.com/group', undefined],
  ['https://git.elsewhere.example/group/demo', undefined],
  ['git@github.com:octo/demo.git', undefined],
  ['javascript:alert(1)//github.com/octo/demo', undefined],
])('%s is the repository %s', (address, expected) => {
  const found = readRepository(address, [OWN])
  const parts = [found?.kind, found?.owner ?? found?.namespace, found?.repository ?? found?.project]
  expect(found && parts.join(' ')).toBe(expected)
})

test('the query fills in the fields of its kind, and nothing of another', () => {
  const read = (query: string) =>
    readPrefill(new URLSearchParams(query), ['github', 'gitlab', 'google'])
  const filled = read('kind=github&owner=octo&workflow=release.yml&email=x@example.org')
  expect(filled).toMatchObject({
    fromLink: true,
    fields: { kind: 'github', owner: 'octo', workflow: 'release.yml', repository: '', email: '' },
  })
  // To say where the build runs is no more than a choice.
  expect(read('kind=gitlab')).toMatchObject({ fromLink: false, fields: { kind: 'gitlab' } })
  expect(read('kind=oidc&issuer=https://ci.example')).toMatchObject({
    fromLink: false,
    fields: { kind: 'github', issuer: 'https://gitlab.com' },
  })
  expect(read(`kind=github&owner=${'x'.repeat(9000)}`).fields.owner).toHaveLength(500)
})

test('of the addresses of a release the first repository of a kind that is taken counts', () => {
  const urls = ['https://example.org', 'https://github.com/octo/demo', `${OWN}/group/demo`]
  expect(prefillFromUrls(urls, ['github', 'gitlab'], [OWN])).toMatchObject({
    fromUrl: urls[1],
    fields: { kind: 'github', owner: 'octo', repository: 'demo', workflow: '' },
  })
  expect(prefillFromUrls(urls, ['gitlab'], [OWN])?.fields).toMatchObject({
    kind: 'gitlab',
    issuer: OWN,
    workflowFilepath: '.gitlab-ci.yml',
  })
  expect(prefillFromUrls(urls.slice(0, 1), ['github'], [])).toBeUndefined()
})
