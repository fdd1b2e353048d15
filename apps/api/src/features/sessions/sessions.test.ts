import { createHmac, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
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
} from '../../test/callers.ts'
import { send } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { signMailLink } from '../accounts/mail-link.ts'
import { hashSid } from './session-token.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const NEW_PASSWORD = 'a quite different passphrase 97'

let api: TestApi
let person: Person
beforeAll(async () => {
  api = await startTestApi()
  person = await createPerson(api, { password: PASSWORD })
})
afterAll(() => api.close())

const isIn = async (caller: TestCaller) =>
  (await caller.ask('GET', '/api/v1/account')).status === 200
const signIn = async (password = PASSWORD, login = person.username, remember = false) => {
  const answer = await anonymous(api).ask('POST', '/api/v1/sessions', { login, password, remember })
  expect(answer.status).toBe(201)
  return withCookie(api, sessionSetBy(answer)!)
}

describe('a session', () => {
  test('is a cookie that scripts and other sites do not get, and its id is kept hashed', async () => {
    const body = { login: person.username, password: PASSWORD }
    const answer = await anonymous(api).ask('POST', '/api/v1/sessions', body)
    const [cookie] = answer.headers['set-cookie']!
    expect(cookie).toMatch(/; ?HttpOnly/i)
    expect(cookie).toMatch(/; ?SameSite=(Lax|Strict)/i)
    expect(cookie).toMatch(/; ?Path=\//i)
    expect(cookie).not.toMatch(/domain/i)
    expect(cookie).toMatch(new RegExp(`^wheelhouse_${new URL(api.origin).port}=`))
    const payload = JSON.parse(
      Buffer.from(sessionSetBy(answer)!.split('.')[1]!, 'base64url').toString(),
    ) as { sid: string }
    expect(Buffer.from(payload.sid, 'base64url').length).toBe(32)
    const row = await api.deps.db.session.findUnique({
      where: { sidHash: hashSid(payload.sid) },
    })
    expect(row).toMatchObject({ userId: person.userId })
    expect(JSON.stringify(Object.keys(payload).toSorted())).toBe('["aud","exp","iat","iss","sid"]')
  })

  test('is another one at each sign-in', async () => {
    const [one, two] = [await signIn(), await signIn()]
    expect(one.headers.cookie).not.toBe(two.headers.cookie)
    expect([await isIn(one), await isIn(two)]).toEqual([true, true])
  })

  test('ends at sign-out, at once and for the copied cookie, and no other does', async () => {
    const [one, two] = [await signIn(), await signIn()]
    const answer = await one.ask('DELETE', '/api/v1/sessions/current')
    expect(answer.status).toBe(204)
    expect(answer.headers['set-cookie']![0]).toMatch(/=;.*Expires=Thu, 01 Jan 1970/i)
    expect([await isIn(one), await isIn(two)]).toEqual([false, true])
  })

  test('ends everywhere when the password is changed; this browser gets a new one', async () => {
    const [one, two] = [await signIn(), await signIn()]
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }
    const answer = await one.ask('POST', '/api/v1/account/password', body)
    expect(answer.status).toBe(204)
    const renewed = withCookie(api, sessionSetBy(answer)!)
    expect([await isIn(one), await isIn(two), await isIn(renewed)]).toEqual([false, false, true])
    const back = { currentPassword: NEW_PASSWORD, newPassword: PASSWORD }
    expect((await renewed.ask('POST', '/api/v1/account/password', back)).status).toBe(204)
  })

  test('ends everywhere when the password is set by link, which signs nobody in', async () => {
    const other = await createPerson(api, { password: PASSWORD })
    const one = await signedIn(api, other)
    api.clock.advance(2000)
    const token = await signMailLink(api.deps, 'reset-password', other.userId)
    const body = { token, password: NEW_PASSWORD }
    const answer = await anonymous(api).ask('POST', '/api/v1/password-resets/complete', body)
    expect([answer.status, sessionSetBy(answer)]).toEqual([204, undefined])
    expect(await isIn(one)).toBe(false)
  })

  test.each(['frozen', 'disabled'] as const)(
    'does nothing while its owner is %s',
    async (status) => {
      const other = await createPerson(api)
      const one = await signedIn(api, other)
      expect(await isIn(one)).toBe(true)
      const where = { id: other.userId }
      await api.deps.db.user.update({ where, data: { status } })
      expect(await isIn(one)).toBe(false)
    },
  )

  test('is over after 12 hours without use, and use keeps it', async () => {
    const [used, idle] = [await signedIn(api, person), await signedIn(api, person)]
    api.clock.advance(11 * HOUR_MS)
    expect(await isIn(used)).toBe(true)
    api.clock.advance(HOUR_MS + 1000)
    expect([await isIn(used), await isIn(idle)]).toEqual([true, false])
  })

  test('that is remembered outlives that, and none outlives 30 days', async () => {
    const remembered = await signedIn(api, person, { remember: true })
    const used = await signedIn(api, person)
    for (let half = 0; half < 59; half += 1) {
      api.clock.advance(DAY_MS / 2 - 60_000)
      expect(await isIn(used)).toBe(true)
    }
    expect(await isIn(remembered)).toBe(true)
    api.clock.advance(DAY_MS)
    expect([await isIn(remembered), await isIn(used)]).toEqual([false, false])
  })
})

describe('another process over the same database', () => {
  let other: TestApi
  beforeAll(async () => {
    const { DATA_DIR, DATABASE_URL, PUBLIC_URL } = api.deps.config
    other = await startTestApi({
      DATA_DIR,
      PUBLIC_URL,
      ...(DATABASE_URL === undefined ? {} : { DATABASE_URL }),
    })
  })
  afterAll(() => other.close())

  /** Whether the other process lets this browser in at its next request. */
  const isInThere = async ({ headers }: TestCaller) =>
    (await send(other.origin, { path: '/api/v1/account', headers })).status === 200

  test('sees at its next request that a session ended, however it did', async () => {
    const someone = await createPerson(api, { password: PASSWORD })
    const ends: Record<string, (caller: TestCaller) => Promise<unknown>> = {
      'signing out': (caller) => caller.ask('DELETE', '/api/v1/sessions/current'),
      'signing out elsewhere': async () =>
        (await signedIn(api, someone)).ask('DELETE', '/api/v1/sessions'),
      'a new password': (caller) =>
        caller.ask('POST', '/api/v1/account/password', {
          currentPassword: PASSWORD,
          newPassword: NEW_PASSWORD,
        }),
      'a freeze': () =>
        api.deps.db.user.update({ where: { id: someone.userId }, data: { status: 'frozen' } }),
    }
    for (const [how, end] of Object.entries(ends)) {
      const caller = await signedIn(api, someone)
      expect([how, await isInThere(caller)]).toEqual([how, true])
      await end(caller)
      expect([how, await isInThere(caller)]).toEqual([how, false])
    }
  })
})

describe('a cookie that we did not make', () => {
  async function forge(
    changes: {
      alg?: string
      key?: Uint8Array
      typ?: string
      audience?: string
      issuer?: string
      sid?: unknown
      head?: Record<string, unknown>
      /** Milliseconds from now. */
      notBefore?: number
      expiresIn?: number
    } = {},
  ): Promise<string> {
    const { config, secrets, clock } = api.deps
    const sid = randomBytes(32).toString('base64url')
    const now = clock.now()
    const expiresAt = new Date(now.getTime() + (changes.expiresIn ?? DAY_MS))
    await api.deps.db.session.create({
      data: {
        userId: person.userId,
        sidHash: hashSid(sid),
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + DAY_MS),
      },
    })
    const { notBefore } = changes
    return new SignJWT({
      sid: changes.sid ?? sid,
      ...(notBefore !== undefined && { nbf: Math.floor((now.getTime() + notBefore) / 1000) }),
    })
      .setProtectedHeader({
        alg: changes.alg ?? 'HS256',
        typ: changes.typ ?? 'wheelhouse-session+jwt',
        ...changes.head,
      })
      .setIssuer(changes.issuer ?? config.PUBLIC_URL)
      .setAudience(changes.audience ?? 'session')
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(changes.key ?? secrets.sessionKey)
  }
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

  test('is taken when it is as ours (or the refusals below prove nothing)', async () => {
    expect(await isIn(withCookie(api, await forge()))).toBe(true)
  })

  test.each<[string, () => Promise<string> | string]>([
    [
      'no algorithm',
      async () => {
        const [, payload] = (await forge()).split('.')
        return `${part({ alg: 'none', typ: 'wheelhouse-session+jwt' })}.${payload}.`
      },
    ],
    ['the key of mailed links', () => forge({ key: api.deps.secrets.mailKey })],
    ['a key of zeros', () => forge({ key: new Uint8Array(32) })],
    ['another algorithm', () => forge({ alg: 'HS384', key: new Uint8Array(64).fill(1) })],
    ['another type', () => forge({ typ: 'wheelhouse-link+jwt' })],
    ['another audience', () => forge({ audience: 'reset-password' })],
    ['another issuer', () => forge({ issuer: 'https://evil.example' })],
    ['its time over', () => forge({ expiresIn: -1000 })],
    [
      'its own key in its head',
      () => forge({ head: { jwk: { kty: 'oct', k: 'AAAA' } }, key: new Uint8Array(32) }),
    ],
    [
      'a path for a key',
      () => forge({ head: { kid: '../../etc/passwd' }, key: new Uint8Array(32) }),
    ],
    [
      'an address for its keys',
      () => forge({ head: { jku: 'http://127.0.0.1:1/keys' }, key: new Uint8Array(32) }),
    ],
    [
      'an address for its certificate',
      () => forge({ head: { x5u: 'http://127.0.0.1:1/c' }, key: new Uint8Array(32) }),
    ],
    [
      'an extension that must be understood',
      async () => {
        const [, payload] = (await forge()).split('.')
        const head = part({ alg: 'HS256', typ: 'wheelhouse-session+jwt', crit: ['x'], x: true })
        const hmac = createHmac('sha256', api.deps.secrets.sessionKey)
        return `${head}.${payload}.${hmac.update(`${head}.${payload}`).digest('base64url')}`
      },
    ],
    ['no type', () => forge({ typ: '' })],
    ['a time to come before which it is not good', () => forge({ notBefore: DAY_MS })],
    [
      'a signature of RSA over it',
      async () => {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
        const [, payload] = (await forge()).split('.')
        const head = part({ alg: 'RS256', typ: 'wheelhouse-session+jwt' })
        const signature = createSign('sha256').update(`${head}.${payload}`).sign(privateKey)
        return `${head}.${payload}.${signature.toString('base64url')}`
      },
    ],
    [
      'another id in its payload',
      async () => {
        const [head, payload, signature] = (await forge()).split('.')
        const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object
        return `${head}.${part({ ...claims, sid: 'A'.repeat(43) })}.${signature}`
      },
    ],
    ['an id of nobody', () => forge({ sid: randomBytes(32).toString('base64url') })],
    ['an id that is no text', () => forge({ sid: { $ne: null } })],
    ['a mailed link in its place', () => signMailLink(api.deps, 'reset-password', person.userId)],
    ['an API token in its place', () => createSecret(api, person)],
    ['the signature cut', async () => (await forge()).slice(0, -2)],
    ['nothing', () => ''],
    ['nonsense', () => 'a.b.c'],
    ['much', () => 'x'.repeat(4000)],
  ])('with %s is nobody', async (_what, make) => {
    const caller = withCookie(api, await make())
    const answer = await caller.ask('GET', '/api/v1/account')
    expect([answer.status, answer.json()]).toMatchObject([401, { code: 'not_authenticated' }])
    expect((await caller.ask('GET', '/api/v1/site')).status).toBe(200)
  })
})

describe('a limit', () => {
  test('of sign-ins holds after so many failures, also with the right password, and says how long', async () => {
    const small = await startTestApi({ LIMIT_SIGN_IN_FAILURES: '3', TRUST_PROXY: '1' })
    try {
      const known = await createPerson(small, { password: PASSWORD })
      const ask = (password: string, address: string) =>
        anonymous(small).ask(
          'POST',
          '/api/v1/sessions',
          { login: known.username, password },
          { headers: { 'x-forwarded-for': address } },
        )
      for (let n = 0; n < 3; n += 1) expect((await ask('wrong', '10.0.0.1')).status).toBe(401)
      const answer = await ask(PASSWORD, '10.0.0.1')
      expect([answer.status, answer.json()]).toMatchObject([429, { code: 'rate_limited' }])
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(300)
      // What a stranger does from elsewhere locks nobody out.
      expect((await ask(PASSWORD, '10.0.0.2')).status).toBe(201)
      // The first address in the header is the client's own claim.
      expect((await ask(PASSWORD, '10.9.9.9, 10.0.0.1')).status).toBe(429)
    } finally {
      await small.close()
    }
  })

  test.each<[string, Record<string, string>, string, (n: number) => unknown, number]>([
    [
      'registrations',
      { LIMIT_REGISTRATIONS_PER_HOUR: '2' },
      '/api/v1/accounts',
      (n) => ({
        name: '',
        username: `limit-${n}x`,
        email: `limit${n}@example.org`,
        password: PASSWORD,
      }),
      2,
    ],
    [
      'reset mails to one name',
      { LIMIT_MAILS_PER_HOUR: '2' },
      '/api/v1/password-resets',
      () => ({ login: 'somebody' }),
      2,
    ],
    [
      'verification mails to one address',
      { LIMIT_MAILS_PER_HOUR: '2' },
      '/api/v1/email-verifications/resend',
      () => ({ email: 'a@example.org' }),
      2,
    ],
    [
      'mails asked for from one address',
      { LIMIT_MAILS_PER_HOUR: '2' },
      '/api/v1/password-resets',
      (n) => ({ login: `somebody-${n}` }),
      8,
    ],
  ])('of %s holds, known or not', async (_what, limits, path, body, allowed) => {
    const small = await startTestApi(limits)
    try {
      const nobody = anonymous(small)
      for (let n = 0; n < allowed; n += 1) {
        expect((await nobody.ask('POST', path, body(n))).status).toBe(202)
      }
      const answer = await nobody.ask('POST', path, body(allowed))
      expect([answer.status, answer.json()]).toMatchObject([429, { code: 'rate_limited' }])
      expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/)
    } finally {
      await small.close()
    }
  })
})
