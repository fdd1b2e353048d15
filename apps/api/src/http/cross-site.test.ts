import { globSync, readFileSync } from 'node:fs'
import { EVENT_EXPORT_PATH } from '@wheelhouse/shared-types'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  anonymous,
  createPerson,
  createSecret,
  PASSWORD,
  sessionSetBy,
  signedIn,
  withCookie,
  type Person,
  type TestCaller,
} from '../test/callers.ts'
import { databaseContent } from '../test/database-content.ts'
import { operationCalls, type OperationCall } from '../test/operation-calls.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'
import { send } from '../test/send.ts'
import { BOUNDARY, buildWheel, formOf, multipart, publish } from '../test/wheels.ts'
import { sessionCookie } from './session-cookie.ts'

let api: TestApi
let owner: Person
let browser: TestCaller
let calls: OperationCall[]
beforeAll(async () => {
  api = await startTestApi({ MAIL_EVENTS_SECRET: 'what only the carrier of mail knows' })
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
        const { code } = answer.status < 300 ? { code: 'done' } : answer.json<{ code: string }>()
        if (!['cross_site', 'media_type'].includes(code)) passed.push(`${endpoint.id}: ${code}`)
      }
      expect(passed).toEqual([])
      expect(await databaseContent(api)).toEqual(before)
    },
  )

  test('is made of every unsafe operation of the document', async () => {
    const answer = await send(api.origin, { path: '/api/openapi.json' })
    const { paths } = answer.json<{ paths: Record<string, Record<string, unknown>> }>()
    const printed = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations)
        .filter((method) => method !== 'get' && method !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${path}`),
    )
    const called = calls
      .filter(isUnsafe)
      .map(({ endpoint: { method, path } }) => `${method} ${path}`)
    expect(called.toSorted()).toEqual(printed.toSorted())
    expect(printed.length).toBeGreaterThanOrEqual(40)
  })

  test('works from our own page, or the refusals would prove nothing', async () => {
    const answer = await browser.ask('PUT', '/api/v1/projects/victim/releases/1.0/yank', {
      reason: '',
    })
    expect(answer.status).toBe(200)
    const same = { ...browser.headers, ...json, 'sec-fetch-site': 'same-origin' }
    const unyank = { method: 'DELETE', path: '/api/v1/projects/victim/releases/1.0/yank' }
    expect((await send(api.origin, { ...unyank, headers: same })).status).toBe(200)
  })
})

describe('the doors beside the JSON API', () => {
  const source = new URL('..', import.meta.url).pathname
  /** Which files take something else than a read, and where. */
  const DOORS: Readonly<Record<string, readonly string[]>> = {
    'features/identity-tokens/identity-tokens.routes.ts': [
      '/_/oidc/mint-token',
      '/_/oidc/github/mint-token',
    ],
    'features/leak-reports/leak-reports.routes.ts': [
      '/_/secrets/disclose-token',
      '/_/github/disclose-token',
    ],
    'features/mail-events/mail-events.routes.ts': ['/_/mail-events'],
    'features/old-addresses/old-addresses.routes.ts': ['/pypi', '/pypi?:action=file_upload'],
    'features/uploads/uploads.routes.ts': ['/legacy/', '/legacy'],
    'features/xml-rpc/xml-rpc.routes.ts': ['/RPC2', '/pypi'],
  }

  test('are all known here', () => {
    const files = globSync('features/**/*.ts', { cwd: source }).filter((file) =>
      /router\s*\.(?:post|put|patch|delete)\b/.test(readFileSync(source + file, 'utf8')),
    )
    expect(files.toSorted()).toEqual(Object.keys(DOORS))
  })

  test("do nothing for a visitor's cookie, whatever comes with it", async () => {
    const before = await databaseContent(api)
    const wheel = multipart(formOf(buildWheel('victim', '2.0')))
    const call =
      '<?xml version="1.0"?><methodCall><methodName>list_packages</methodName></methodCall>'
    const report = JSON.stringify([
      { token: 'wh_x', type: 'wheelhouse', url: 'https://evil.example' },
    ])
    const bodies: [string, string | Buffer][] = [
      [`multipart/form-data; boundary=${BOUNDARY}`, wheel],
      ['text/xml', call],
      ['application/json', report],
      ['application/x-www-form-urlencoded', ':action=file_upload&name=victim&version=2.0'],
    ]
    const reads = [
      '/',
      '/simple/',
      '/simple/victim/',
      EVENT_EXPORT_PATH,
      '/dev/mail',
      '/packages/x',
    ]
    const taken: string[] = []
    for (const path of [...Object.values(DOORS).flat(), ...reads]) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        for (const [type, body] of bodies) {
          const headers = {
            ...browser.headers,
            origin: 'https://evil.example',
            'content-type': type,
          }
          const answer = await send(api.origin, { method, path, body, headers })
          // Calls of XML-RPC only read, and no page of another site gets to see the answer.
          const isRead = type === 'text/xml' && method === 'POST' && /^\/(?:RPC2|pypi)/.test(path)
          if (answer.status < 300 && !isRead) taken.push(`${method} ${path} ${type}`)
          expect(answer.headers).not.toHaveProperty('set-cookie')
          expect(answer.status).toBeLessThan(500)
        }
      }
    }
    expect(taken).toEqual([])
    expect(await databaseContent(api)).toEqual(before)
  })
})

test('a session that was planted in a browser before is not the one after the sign-in', async () => {
  const attacker = await createPerson(api)
  const planted = await signedIn(api, attacker)
  const { name } = sessionCookie(api.deps.config)
  for (const cookie of [planted.headers['cookie']!, `${name}=chosen-by-an-attacker`]) {
    const answer = await anonymous(api).ask(
      'POST',
      '/api/v1/sessions',
      { login: owner.username, password: PASSWORD },
      { headers: { cookie } },
    )
    expect(answer.status).toBe(201)
    const value = sessionSetBy(answer)!
    expect(cookie).not.toContain(value)
    const whose = await withCookie(api, value).ask('GET', '/api/v1/account')
    expect(whose.json()).toMatchObject({ username: owner.username })
  }
  // What was planted is worth what it was before: the attacker's own session, or nothing.
  const still = await planted.ask('GET', '/api/v1/account')
  expect(still.json()).toMatchObject({ username: attacker.username })
  const chosen = await withCookie(api, 'chosen-by-an-attacker').ask('GET', '/api/v1/account')
  expect(chosen.status).toBe(401)
})

test('a copied cookie does nothing in any operation once its owner signed out', async () => {
  const stolen = await signedIn(api, owner)
  expect((await stolen.ask('DELETE', '/api/v1/sessions/current')).status).toBe(204)
  const before = await databaseContent(api)
  const passed: string[] = []
  for (const { endpoint, method, path, body } of calls) {
    if (endpoint.auth !== 'session' || endpoint.upload === true) continue
    const parsed = body === undefined ? undefined : (JSON.parse(body) as unknown)
    const answer = await stolen.ask(method, path, parsed)
    if (answer.status !== 401) passed.push(`${endpoint.id}: ${answer.status}`)
  }
  expect(passed).toEqual([])
  expect(await databaseContent(api)).toEqual(before)
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
