import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { GithubLookup } from '@wheelhouse/shared-types'
import { createPerson, createSecret, signedIn, type TestCaller } from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'

/** What GitHub's API says, by path; a number alone is a status. */
const SAYS: Record<string, object | number> = {
  '/users/octo': { id: 12345, login: 'Octo' },
  '/users/renamed': { id: 7, login: 'now-called-so' },
  '/users/busy': 403,
  '/users/broken': 500,
  '/users/html': { id: 'none' },
  '/repos/octo/demo': { private: false },
  '/repos/octo/moved': 301,
  '/repos/octo/demo/actions/workflows/release.yml': { state: 'active' },
}

let github: Server
let api: TestApi
let browser: TestCaller
const asked: string[] = []

beforeAll(async () => {
  github = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`)
    const said = SAYS[request.url ?? ''] ?? 404
    response.writeHead(typeof said === 'number' ? said : 200).end(JSON.stringify(said))
  })
  await new Promise<void>((resolve) => github.listen(0, '127.0.0.1', () => resolve()))
  api = await startTestApi({
    GITHUB_API: `http://127.0.0.1:${(github.address() as AddressInfo).port}`,
    GITHUB_API_TOKEN: 'of the index',
    OUTBOUND_ALLOW: '127.0.0.1',
  })
  const owner = await createPerson(api)
  await publish(api, await createSecret(api, owner), buildWheel('demo', '1.0'))
  browser = await signedIn(api, owner)
})
afterAll(async () => {
  await api.close()
  github.close()
})

const look = async (query: string) =>
  (await browser.ask('GET', `/api/v1/publishers/github?${query}`)).json<GithubLookup>()

test.each<[string, Partial<GithubLookup>]>([
  [
    'owner=octo&repository=demo&workflow=release.yml',
    { owner: 'found', ownerId: '12345', repository: 'found', workflow: 'found', trouble: null },
  ],
  ['owner=octo&repository=demo&workflow=other.yml', { repository: 'found', workflow: 'missing' }],
  [
    'owner=octo&repository=moved&workflow=release.yml',
    { repository: 'missing', workflow: 'missing' },
  ],
  ['owner=octo', { owner: 'found', repository: 'unknown', workflow: 'unknown', trouble: null }],
  ['owner=nobody&repository=demo', { owner: 'missing', ownerId: null, repository: 'missing' }],
  ['owner=renamed', { owner: 'missing' }],
  ['owner=busy&repository=demo', { owner: 'unknown', repository: 'unknown', trouble: 'limited' }],
  ['owner=broken', { owner: 'unknown', trouble: 'unreachable' }],
  ['owner=html', { owner: 'unknown', trouble: 'unreachable' }],
])('%s', async (query, expected) => {
  expect(await look(query)).toMatchObject(expected)
})

test('a publisher is stored with what GitHub says of its owner', async () => {
  const add = async (more: object) => {
    const identity = { kind: 'github', repository: 'demo', workflow: 'release.yml', ...more }
    const answer = await browser.ask('POST', '/api/v1/projects/demo/publishers', { identity })
    return answer.json<{ identity?: object; errors?: { code: string }[] }>()
  }
  expect((await add({ owner: 'nobody' })).errors).toMatchObject([{ code: 'owner_unknown' }])
  expect((await add({ owner: 'octo', ownerId: '1' })).errors).toMatchObject([
    { code: 'owner_id_wrong' },
  ])
  expect((await add({ owner: 'busy' })).errors).toMatchObject([{ code: 'owner_id_needed' }])
  expect((await add({ owner: 'octo' })).identity).toMatchObject({ owner: 'Octo', ownerId: '12345' })
  expect(asked.every((line) => line.endsWith('Bearer of the index'))).toBe(true)
})
