import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  anonymous,
  createPerson,
  createSecret,
  PASSWORD,
  signedIn,
  type Person,
  type TestCaller,
} from '../test/callers.ts'
import { databaseContent } from '../test/database-content.ts'
import { operationCalls, type OperationCall } from '../test/operation-calls.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'
import { send } from '../test/send.ts'
import { buildWheel, publish } from '../test/wheels.ts'

let api: TestApi
let owner: Person
let browser: TestCaller
let calls: OperationCall[]
beforeAll(async () => {
  api = await startTestApi()
  owner = await createPerson(api, { password: PASSWORD })
  browser = await signedIn(api, owner)
  const wheel = buildWheel('victim', '1.0')
  await publish(api, await createSecret(api, owner), wheel)
  const { id } = await api.deps.db.apiToken.findFirstOrThrow()
  calls = operationCalls({
    project: 'victim',
    version: '1.0',
    filename: wheel.filename,
    id,
    username: 'newcomer',
    name: 'made by another site',
    email: 'newcomer@example.org',
    login: owner.username,
    password: PASSWORD,
    remember: false,
    currentPassword: PASSWORD,
    newPassword: 'a quite different passphrase 97',
    scope: { kind: 'account' },
    actions: ['upload'],
    expiresInDays: 7,
    reason: 'yanked by another site',
    token: 'x',
  })
})
afterAll(() => api.close())

const isUnsafe = ({ method }: OperationCall) => method !== 'GET'
const json = { 'content-type': 'application/json' }

/** What a browser sends when another page makes it ask (S-18); each with the victim's cookie. */
const VARIANTS: readonly (readonly [string, (own: string) => Record<string, string>])[] = [
  ['text/plain from our own page', (own) => ({ origin: own, 'content-type': 'text/plain' })],
  [
    'a form from our own page',
    (own) => ({ origin: own, 'content-type': 'application/x-www-form-urlencoded' }),
  ],
  [
    'a multipart form',
    (own) => ({ origin: own, 'content-type': 'multipart/form-data; boundary=x' }),
  ],
  ['no content type', (own) => ({ origin: own })],
  ['a foreign origin', () => ({ ...json, origin: 'https://evil.example' })],
  ['a null origin', () => ({ ...json, origin: 'null' })],
  ['our host with another port', (own) => ({ ...json, origin: `${own}1` })],
  ['our host by another scheme', (own) => ({ ...json, origin: own.replace('http:', 'https:') })],
  ['our host as a prefix', (own) => ({ ...json, origin: `${own}.evil.example` })],
  ['no origin', () => ({ ...json })],
  ['no origin and cross-site', () => ({ ...json, 'sec-fetch-site': 'cross-site' })],
  ['no origin and same-site', () => ({ ...json, 'sec-fetch-site': 'same-site' })],
  [
    'a foreign origin that says same-origin',
    () => ({ ...json, origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }),
  ],
]

describe('an unsafe call with a cookie', () => {
  test.each(VARIANTS)(
    'and %s is refused in every operation, and none is done (S-18)',
    async (_what, headers) => {
      const before = await databaseContent(api)
      const { origin } = new URL(api.deps.config.PUBLIC_URL)
      const passed: string[] = []
      for (const { endpoint, method, path, body } of calls.filter(isUnsafe)) {
        const answer = await send(api.origin, {
          method,
          path,
          body: body ?? '{}',
          headers: { ...browser.headers, ...headers(origin) },
        })
        if (![403, 415].includes(answer.status)) passed.push(`${endpoint.id}: ${answer.status}`)
      }
      expect(passed).toEqual([])
      expect(await databaseContent(api)).toEqual(before)
    },
  )

  test('has operations to refuse, and they work from our own page', async () => {
    expect(calls.filter(isUnsafe).length).toBeGreaterThanOrEqual(12)
    const answer = await browser.ask('PUT', '/api/v1/projects/victim/releases/1.0/yank', {
      reason: '',
    })
    expect(answer.status).toBe(200)
    const same = { ...browser.headers, ...json, 'sec-fetch-site': 'same-origin' }
    const unyank = { method: 'DELETE', path: '/api/v1/projects/victim/releases/1.0/yank' }
    expect((await send(api.origin, { ...unyank, headers: same })).status).toBe(200)
  })
})

test('a foreign page cannot sign a visitor in to its own account', async () => {
  const answer = await anonymous(api).ask(
    'POST',
    '/api/v1/sessions',
    { login: owner.username, password: PASSWORD },
    { headers: { origin: 'https://evil.example' } },
  )
  expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined])
})

test('a GET or HEAD of any operation changes nothing', async () => {
  const before = await databaseContent(api)
  const paths = [
    ...calls.map((call) => call.path),
    '/simple/',
    '/simple/victim/',
    '/readyz',
    '/livez',
    '/',
  ]
  for (const path of paths) {
    for (const method of ['GET', 'HEAD']) {
      const answer = await send(api.origin, { method, path, headers: { ...browser.headers } })
      expect([path, answer.status < 500]).toEqual([path, true])
    }
  }
  expect(await databaseContent(api)).toEqual(before)
})

describe('other sites', () => {
  const foreign = (own: string) => [
    'null',
    'https://evil.example',
    `${own}.evil.example`,
    `http://evil.${new URL(own).host}`,
    own.replace('http:', 'https:'),
    `${own}1`,
    `https://${new URL(own).hostname}`,
    own,
  ]

  test('never get an answer with credentials, and the JSON API is closed to them (S-19)', async () => {
    const own = new URL(api.deps.config.PUBLIC_URL).origin
    const paths = [
      ...new Set(calls.map((call) => call.path)),
      '/api/openapi.json',
      '/',
      '/legacy/',
      '/readyz',
    ]
    for (const origin of foreign(own)) {
      for (const path of paths) {
        for (const method of ['GET', 'OPTIONS']) {
          const headers = { origin, 'access-control-request-method': 'POST', ...browser.headers }
          const answer = await send(api.origin, { method, path, headers })
          expect([path, answer.headers['access-control-allow-origin']]).toEqual([path, undefined])
          expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
        }
      }
      for (const path of ['/simple/', '/simple/victim/', '/packages/x']) {
        const answer = await send(api.origin, { path, headers: { origin } })
        expect(answer.headers['access-control-allow-origin']).toBe('*')
        expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
      }
    }
  })
})

test('a cookie and a token together are refused, whichever is right', async () => {
  const secret = await createSecret(api, owner)
  for (const authorization of [`Bearer ${secret}`, 'Bearer nonsense']) {
    const answer = await browser.ask('GET', '/api/v1/account', undefined, {
      headers: { authorization },
    })
    expect([answer.status, answer.json()]).toMatchObject([400, { code: 'ambiguous_credentials' }])
  }
})
