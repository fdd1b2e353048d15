import { globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  codeAt,
  done,
  personWithApp,
  renewed,
  secondStep,
} from '../features/two-factor/test/factor-calls.ts'
import { anonymous, createCaller, createPerson, PASSWORD, withCookie } from '../test/callers.ts'
import type { Answer } from '../test/send.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'

const DAYS_30 = String(30 * 24 * 60 * 60)
const DAYS_400 = String(400 * 24 * 60 * 60)
const HTTPS = {
  PUBLIC_URL: 'https://index.example',
  SECRET_KEY: 'k'.repeat(40),
  SMTP_URL: 'smtp://127.0.0.1:1',
}

/**
 * Every cookie of the product, set and cleared. Without `Domain` it goes to this host alone; the
 * session's prefix makes sure of that, which a cookie of one path cannot have (RFC 6265bis, 4.1.3).
 */
const OVER_HTTPS = [
  ['__Host-wheelhouse', 'set', { maxAge: DAYS_30, path: '/', sameSite: 'Lax', secure: true }],
  ['__Host-wheelhouse', 'cleared', { maxAge: 'over', path: '/', sameSite: 'Lax', secure: true }],
  [
    '__Host-wheelhouse-browser',
    'set',
    { maxAge: DAYS_400, path: '/', sameSite: 'Strict', secure: true },
  ],
  [
    '__Secure-wheelhouse-device',
    'set',
    { maxAge: DAYS_30, path: '/api/v1/sessions', sameSite: 'Strict', secure: true },
  ],
] as const

/** What a `Set-Cookie` says, as a row of the table. */
function readCookie(line: string) {
  const [pair = '', ...attributes] = line.split(/;\s*/)
  const name = pair.slice(0, pair.indexOf('='))
  const value = pair.slice(name.length + 1)
  const has = new Map(
    attributes.map((one) => {
      const [key = '', text = ''] = one.split(/=(.*)/s)
      return [key.toLowerCase(), text]
    }),
  )
  const isOver = Date.parse(has.get('expires') ?? '') <= 0
  const row = [
    name,
    value === '' ? 'cleared' : 'set',
    {
      maxAge: isOver ? 'over' : has.get('max-age'),
      path: has.get('path'),
      sameSite: has.get('samesite'),
      secure: has.has('secure'),
    },
  ] as const
  return { row, httpOnly: has.has('httponly'), domain: has.get('domain') }
}

/** Everything that sets, renews or clears one; the cookies in the order in which they came. */
async function everyCookie(api: TestApi): Promise<string[]> {
  const lines: string[] = []
  const take = (answer: Answer) => {
    expect(answer.status).toBeLessThan(300)
    expect(answer.headers['set-cookie']).toBeDefined()
    lines.push(...answer.headers['set-cookie']!)
    return answer
  }
  const person = await createPerson(api, { password: PASSWORD })
  for (const remember of [false, true]) {
    const body = { login: person.username, password: PASSWORD, remember }
    take(await anonymous(api).ask('POST', '/api/v1/sessions', body))
  }
  const { person: careful, secret, browser, knownBy } = await personWithApp(api)
  take(
    await createCaller(api, { cookie: knownBy }).ask('POST', '/api/v1/sessions/second-step/code', {
      step: await secondStep(api, careful),
      factor: 'authenticator',
      code: await codeAt(api, secret),
      rememberDevice: true,
    }),
  )
  const removed = take(await browser.ask('DELETE', '/api/v1/account/authenticator'))
  const changed = take(
    await renewed(api, removed).ask('POST', '/api/v1/account/password', {
      currentPassword: PASSWORD,
      newPassword: `${PASSWORD} and more`,
    }),
  )
  take(await renewed(api, changed).ask('DELETE', '/api/v1/sessions/current'))
  const body = { login: person.username, password: PASSWORD }
  const again = await done(anonymous(api), 'POST', '/api/v1/sessions', body)
  const { username } = person
  take(
    await renewed(api, again.answer).ask('POST', '/api/v1/account/deletion', {
      username,
      password: PASSWORD,
    }),
  )
  return lines
}

let api: TestApi
beforeAll(async () => {
  api = await startTestApi(HTTPS)
})
afterAll(() => api.close())

describe('cookies', () => {
  test('over https are those of the table, out of the reach of scripts and of other hosts', async () => {
    const cookies = (await everyCookie(api)).map(readCookie)
    const rows = [...new Set(cookies.map(({ row }) => JSON.stringify(row)))]
    expect(rows.toSorted()).toEqual(OVER_HTTPS.map((row) => JSON.stringify(row)).toSorted())
    for (const { httpOnly, domain } of cookies)
      expect([httpOnly, domain]).toEqual([true, undefined])
  })

  test('on a local http address lack only what needs https, and are told apart by port', async () => {
    const local = await startTestApi()
    try {
      const { port } = new URL(local.origin)
      const names = new Map([
        ['__Host-wheelhouse', `wheelhouse_${port}`],
        ['__Host-wheelhouse-browser', `wheelhouse_browser_${port}`],
        ['__Secure-wheelhouse-device', `wheelhouse_device_${port}`],
      ])
      const cookies = (await everyCookie(local)).map(readCookie)
      const rows = [...new Set(cookies.map(({ row }) => JSON.stringify(row)))]
      const expected = OVER_HTTPS.map(([name, what, rest]) =>
        JSON.stringify([names.get(name), what, { ...rest, secure: false }]),
      )
      expect(rows.toSorted()).toEqual(expected.toSorted())
      for (const { httpOnly, domain } of cookies)
        expect([httpOnly, domain]).toEqual([true, undefined])
    } finally {
      await local.close()
    }
  })

  test('under another name, such as one without the prefix, are nobody', async () => {
    const person = await createPerson(api, { password: PASSWORD })
    const body = { login: person.username, password: PASSWORD }
    const { answer } = await done(anonymous(api), 'POST', '/api/v1/sessions', body)
    const [pair = ''] = answer.headers['set-cookie']![0]!.split(';')
    const value = pair.slice(pair.indexOf('=') + 1)
    const cookie = { headers: { cookie: `wheelhouse=${value}; wheelhouse_443=${value}` } }
    const stranger = await anonymous(api).ask('GET', '/api/v1/account', undefined, cookie)
    expect(stranger.status).toBe(401)
    expect((await withCookie(api, value).ask('GET', '/api/v1/account')).status).toBe(200)
  })

  test('are written in three files, which the table covers', () => {
    const source = new URL('..', import.meta.url).pathname
    const writers = globSync('**/*.ts', {
      cwd: source,
      exclude: ['**/*.test.ts', '**/test/**'],
    }).filter((file) =>
      /\.(?:cookie|clearCookie)\(|set-cookie/i.test(readFileSync(source + file, 'utf8')),
    )
    const own = ['http/browser-cookie.ts', 'http/device-cookie.ts', 'http/session-cookie.ts']
    expect(writers.toSorted()).toEqual(own)
  })
})
