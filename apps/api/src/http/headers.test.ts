import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret, signedIn, type TestCaller } from '../test/callers.ts'
import { operationCalls } from '../test/operation-calls.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'
import { send, type Answer } from '../test/send.ts'
import { buildWheel, publish } from '../test/wheels.ts'
import { sessionCookie } from './session-cookie.ts'

let api: TestApi
let browser: TestCaller
let file: string
beforeAll(async () => {
  // Not local: https, so that everything that depends on it is there.
  api = await startTestApi({
    PUBLIC_URL: 'https://index.example',
    SECRET_KEY: 'k'.repeat(40),
    SMTP_URL: 'smtp://127.0.0.1:1',
  })
  const owner = await createPerson(api)
  browser = await signedIn(api, owner)
  await publish(api, await createSecret(api, owner), buildWheel('headed', '1.0'))
  file = `/packages/${(await api.deps.db.file.findFirstOrThrow()).storagePath}`
})
afterAll(() => api.close())

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  send(api.origin, { path, headers, method })

/** Every kind of answer there is, by what it shows. */
async function crawl(): Promise<[string, Answer][]> {
  const answers: [string, Answer][] = []
  const add = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    answers.push([`${method} ${path}`, await get(path, headers, method)])
  }
  for (const path of [
    '/',
    '/search',
    '/simple/',
    '/simple/headed/',
    '/simple/absent/',
    '/simple/Headed',
    file,
    `${file}.metadata`,
    '/packages/x',
    '/legacy/',
    '/legacy',
    '/livez',
    '/readyz',
    '/api/openapi.json',
    '/api',
    '/api/v1/none',
    '/assets/none.js',
    '/dev/mail',
    '/none',
    '/%ff',
    '/simple/%ff/',
    '/api/v1/projects/%ff',
  ]) {
    await add(path)
    await add(path, {}, 'HEAD')
    await add(path, {}, 'POST')
    await add(path, {}, 'OPTIONS')
  }
  for (const path of ['/simple/', '/simple/headed/', file]) {
    const { etag } = (await get(path)).headers
    await add(path, { 'if-none-match': etag! })
  }
  await add(file, { range: 'bytes=999999999-' })
  await add(file, { 'if-match': '"x"' })
  for (const { method, path } of operationCalls({ project: 'headed', version: '1.0' })) {
    await add(path, {}, method)
    await add(
      path,
      { ...browser.headers, origin: 'https://index.example' },
      method === 'GET' ? 'GET' : 'PATCH',
    )
  }
  await api.deps.database.pool.query('ALTER SCHEMA public RENAME TO gone')
  try {
    for (const path of [
      '/simple/unread/',
      '/simple/',
      file,
      '/api/v1/projects/headed',
      '/api/v1/site',
    ]) {
      await add(path)
    }
    await add('/legacy/', { authorization: `Bearer wh_${'A'.repeat(49)}` }, 'POST')
  } finally {
    await api.deps.database.pool.query('ALTER SCHEMA gone RENAME TO public')
  }
  return answers
}

test('every answer has its security headers: 200, 304, 4xx and 5xx (S-20, S-21)', async () => {
  const answers = await crawl()
  const statuses = new Set(answers.map(([, answer]) => answer.status))
  for (const status of [200, 302, 304, 308, 400, 401, 403, 404, 405, 412, 416, 500]) {
    expect([status, statuses.has(status)]).toEqual([status, true])
  }
  const faults: string[] = []
  for (const [what, { status, headers }] of answers) {
    const expectMatch = (name: string, pattern: RegExp) => {
      const value = String(headers[name] ?? '')
      if (!pattern.test(value)) faults.push(`${what} ${status}: ${name}: ${value}`)
    }
    expectMatch('content-security-policy', /default-src 'none'.*frame-ancestors 'none'/)
    expectMatch('x-content-type-options', /^nosniff$/)
    expectMatch('referrer-policy', /^(no-referrer|strict-origin-when-cross-origin)$/)
    expectMatch('strict-transport-security', /max-age=31536000; includeSubDomains/)
    if (/ \/(simple|packages)/.test(what)) {
      expectMatch('content-security-policy', /sandbox/)
    } else {
      expectMatch('permissions-policy', /camera=\(\)/)
      expectMatch('cross-origin-opener-policy', /^same-origin$/)
      expectMatch('cross-origin-resource-policy', /^same-origin$/)
    }
    for (const name of ['server', 'x-powered-by']) {
      if (headers[name] !== undefined) faults.push(`${what}: ${name}`)
    }
    if (status >= 500) expectMatch('cache-control', /no-store/)
    if (/ \/api\/v1/.test(what)) expectMatch('cache-control', /no-store/)
    if (/ \/simple/.test(what) && /cookie/i.test(String(headers.vary ?? '')))
      faults.push(`${what}: Vary`)
  }
  expect(faults).toEqual([])
})

describe('what is read comes compressed', () => {
  const path = '/api/v1/projects/headed/releases/1.0'

  test.each([
    ['gzip, deflate, br, zstd', 'zstd', zstdDecompressSync],
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
  ])('for who accepts %s', async (accepted, coding, decompress) => {
    const headers = { 'accept-encoding': accepted }
    const [plain, small] = [await get(path), await get(path, headers)]
    expect(small.headers).toMatchObject({
      'content-encoding': coding,
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(small.bytes.length),
      vary: expect.stringContaining('Accept-Encoding'),
    })
    expect(decompress(small.bytes).toString()).toBe(plain.text)
    expect(small.bytes.length).toBeLessThan(plain.bytes.length)
    const head = await get(path, headers, 'HEAD')
    expect(head.headers).toMatchObject({ 'content-encoding': coding, vary: small.headers.vary })
  })

  test('and what tells a secret does not', async () => {
    const networks = Array.from({ length: 10 }, (_, index) => `10.${index}.0.0/16`)
    const body = { name: 'x'.repeat(100), scope: { kind: 'account' }, networks }
    const headers = { 'accept-encoding': 'br, gzip' }
    const answer = await browser.ask('POST', '/api/v1/tokens', body, { headers })
    expect(answer.status).toBe(201)
    expect(answer.bytes.length).toBeGreaterThan(512)
    expect(answer.headers).not.toHaveProperty('content-encoding')
  })
})

test('the cookie over https is bound to the host', async () => {
  const { name } = sessionCookie(api.deps.config)
  expect(name).toBe('__Host-wheelhouse')
  const out = await browser.ask('DELETE', '/api/v1/sessions/current')
  expect(out.headers['set-cookie']![0]).toMatch(/^__Host-wheelhouse=;.*Secure/)
  browser = await signedIn(api, {
    userId: (await api.deps.db.user.findFirstOrThrow()).id,
    username: '',
    email: '',
  })
})

describe('an address that looks like a file to a cache', () => {
  const endings = [
    '/x.css',
    '/x.js',
    ';.js',
    ';x.css',
    '%2f.png',
    '%2fx.css',
    '.css',
    '.js',
    '.png',
    '%3f.css',
    '%23.css',
    '%00.css',
    '/..%2fx.css',
    '/%2e%2e/x.css',
    '//x.css',
  ]
  const cases = ['/api/v1/account', '/api/v1/tokens'].flatMap((path) =>
    endings.map((end) => path + end),
  )

  test('shows nothing of the account and is kept by nobody: 30 variants (S-22)', async () => {
    expect(cases).toHaveLength(30)
    const own = await browser.ask('GET', '/api/v1/account')
    const { username } = own.json<{ username: string }>()
    expect([own.status, own.headers['cache-control']]).toEqual([200, 'no-store'])
    const faults: string[] = []
    for (const path of cases) {
      const answer = await browser.ask('GET', path)
      if (answer.status < 400 || answer.text.includes(username))
        faults.push(`${path}: ${answer.status}`)
      if (answer.headers['cache-control'] !== 'no-store')
        faults.push(`${path}: ${answer.headers['cache-control']}`)
    }
    expect(faults).toEqual([])
  })
})

describe('a line break in an address', () => {
  const inputs = [
    '%0d%0aX-Injected:1',
    '%0aX-Injected:1',
    '%0d%0a%0d%0a<script>',
    '%E5%98%8A%E5%98%8DX-Injected:1',
    '%23%0d%0aX-Injected:1',
  ]

  test('makes no header on any route (S-54)', async () => {
    const faults: string[] = []
    const bases = [
      '/',
      '/simple/',
      '/simple',
      '/legacy',
      '/packages/',
      '/api/v1/projects/',
      '/api/v1/usernames/',
      '/dev/',
      '/assets/',
      '/search',
      `${file}/`,
    ]
    for (const base of bases) {
      for (const input of inputs) {
        for (const path of [`${base}${input}`, `${base}?next=${input}`, `${base}${input}/`]) {
          for (const method of ['GET', 'POST']) {
            const answer = await get(path, {}, method)
            if ('x-injected' in answer.headers || answer.status >= 500)
              faults.push(`${method} ${path}: ${answer.status}`)
          }
        }
      }
    }
    expect(faults).toEqual([])
  })

  test('or another host in it never becomes a redirect away from here: 60 addresses', async () => {
    const hosts = [
      '//evil.example',
      '/\\evil.example',
      '///evil.example',
      '/%2f%2fevil.example',
      '/%5cevil.example',
      '/evil.example%2f..',
      '//evil.example%2f..',
      '/.evil.example',
      '/@evil.example',
      'https:/evil.example',
      '/https://evil.example',
      '//user@evil.example',
    ]
    const bases = ['', '/simple', '/simple/', '/legacy', '/legacy?next=']
    const faults: string[] = []
    for (const base of bases) {
      for (const host of hosts) {
        const path = base === '' && !host.startsWith('/') ? `/${host}` : `${base}${host}`
        for (const method of ['GET', 'POST']) {
          const { status, headers } = await get(path, {}, method)
          const { location } = headers
          if (location === undefined) continue
          const target = new URL(location, 'https://index.example/')
          if (target.host !== 'index.example')
            faults.push(`${method} ${path}: ${status} ${location}`)
        }
      }
    }
    expect(faults).toEqual([])
  })
})

test('a request keeps a plain id of its own and no other', async () => {
  expect((await get('/livez', { 'x-request-id': 'abcdef-123456' })).headers['x-request-id']).toBe(
    'abcdef-123456',
  )
  for (const id of [
    'short',
    'with space',
    'x'.repeat(100),
    '<script>alert(1)</script>',
    'ünïcødé-id',
  ]) {
    const answer = await get('/livez', { 'x-request-id': Buffer.from(id).toString('latin1') })
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  }
})
