import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createPerson, createSecret, signedIn, type Person } from '../../test/callers.ts'
import { send } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'

const FILES_HOST = 'files.example.org'

let api: TestApi
let owner: Person
let path: string
beforeAll(async () => {
  api = await startTestApi({ FILES_URL: `https://${FILES_HOST}/packages` })
  owner = await createPerson(api)
  await publish(api, await createSecret(api, owner), buildWheel('apart', '1.0'))
  const file = await api.deps.db.file.findFirstOrThrow()
  path = `/packages/${file.storagePath}`
})
afterAll(() => api.close())

const get = (at: string, host?: string) =>
  send(api.origin, { path: at, headers: host === undefined ? {} : { host } })

test('pages and the API link files at their own origin', async () => {
  const url = `https://${FILES_HOST}${path}`
  expect((await get('/simple/apart/')).text).toContain(url)
  expect((await get('/api/v1/projects/apart/releases/1.0')).text).toContain(url)
})

test.each([FILES_HOST, FILES_HOST.toUpperCase(), `${FILES_HOST}:443`])(
  'requests for %s get files and nothing else',
  async (host) => {
    expect((await get(path, host)).status).toBe(200)
    expect((await get(`${path}.metadata`, host)).status).toBe(200)
    // The page is in memory by now: the shortest way must not answer either.
    expect((await get('/simple/apart/')).status).toBe(200)
    for (const at of ['/simple/apart/', '/simple/', '/', '/api/v1/site', '/legacy/', '/livez']) {
      const answer = await get(at, host)
      expect([at, answer.status]).toEqual([at, 404])
      expect(answer.headers).not.toHaveProperty('set-cookie')
    }
  },
)

test('files are still there at the address of the site', async () => {
  expect((await get(path)).status).toBe(200)
})

test('files of a private project stay at the address of the site, to which clients send credentials', async () => {
  await publish(api, await createSecret(api, owner), buildWheel('inside', '1.0'))
  const browser = await signedIn(api, owner)
  const at = '/api/v1/projects/inside/visibility'
  expect((await browser.ask('PUT', at, { visibility: 'private' })).status).toBe(200)
  const page = await browser.ask('GET', '/simple/inside/')
  expect(page.text).toContain(`href="${api.deps.config.PUBLIC_URL}/packages/`)
  expect(page.text).not.toContain(FILES_HOST)
  const release = await browser.ask('GET', '/api/v1/projects/inside/releases/1.0')
  expect(release.text).not.toContain(FILES_HOST)
})
