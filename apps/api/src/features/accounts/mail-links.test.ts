import { createSecretKey, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  anonymous,
  createPerson,
  PASSWORD,
  type Person,
  type TestCaller,
} from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { signMailLink } from './mail-link.ts'

const HOUR_MS = 60 * 60 * 1000
const NEW_PASSWORD = 'a quite different passphrase 97'

let api: TestApi
let nobody: TestCaller
let person: Person
beforeAll(async () => {
  // Each call comes from an address of its own, so that the limit of links does not end the tests.
  api = await startTestApi({ TRUST_PROXY: '1' })
  nobody = anonymous(api)
  person = await createPerson(api, { password: PASSWORD })
})
afterAll(() => api.close())

let addresses = 0
const ask = (path: string, body: unknown) => {
  addresses += 1
  const headers = { 'x-forwarded-for': `10.0.${addresses >> 8}.${addresses & 255}` }
  return nobody.ask('POST', path, body, { headers })
}
const complete = (token: string, password = NEW_PASSWORD) =>
  ask('/api/v1/password-resets/complete', { token, password })
const inspect = (token: string) => ask('/api/v1/password-resets/inspect', { token })
const verify = (token: string) => ask('/api/v1/email-verifications', { token })

/** A token as ours, but for `changes`. */
async function forge(changes: {
  key?: Uint8Array
  typ?: string | undefined
  audience?: string
  issuer?: string
  subject?: string
  issuedAt?: Date
  expiresAt?: Date
  without?: 'sub' | 'jti' | 'exp' | 'iat'
}): Promise<string> {
  const { config, secrets, clock } = api.deps
  const now = clock.now()
  const { key = secrets.mailKey, typ = 'wheelhouse-link+jwt', without } = changes
  const jwt = new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', typ })
    .setIssuer(changes.issuer ?? config.PUBLIC_URL)
    .setAudience(changes.audience ?? 'reset-password')
  if (without !== 'sub') jwt.setSubject(changes.subject ?? person.userId)
  if (without !== 'jti') jwt.setJti(randomUUID())
  if (without !== 'iat') jwt.setIssuedAt(changes.issuedAt ?? now)
  if (without !== 'exp') {
    jwt.setExpirationTime(changes.expiresAt ?? new Date(now.getTime() + HOUR_MS))
  }
  return jwt.sign(key)
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a mailed link', () => {
  test('that is ours is read (or the refusals below prove nothing)', async () => {
    expect((await inspect(await forge({}))).status).toBe(200)
  })

  test.each<[string, () => Promise<string> | string]>([
    [
      'signed with no algorithm',
      async () => {
        const [, payload] = (await forge({})).split('.')
        return `${part({ alg: 'none', typ: 'wheelhouse-link+jwt' })}.${payload}.`
      },
    ],
    ['signed with the session key', () => forge({ key: api.deps.secrets.sessionKey })],
    ['signed with another key', () => forge({ key: new Uint8Array(32).fill(7) })],
    ['with another purpose', () => forge({ audience: 'verify-email' })],
    ['of a session', () => forge({ audience: 'session' })],
    ['with another issuer', () => forge({ issuer: 'https://evil.example' })],
    ['with another type', () => forge({ typ: 'JWT' })],
    [
      'that is over',
      () =>
        forge({
          issuedAt: new Date(Date.now() - 2 * HOUR_MS),
          expiresAt: new Date(Date.now() - 1000),
        }),
    ],
    ['without an end', () => forge({ without: 'exp' })],
    ['without a time', () => forge({ without: 'iat' })],
    ['without an id', () => forge({ without: 'jti' })],
    ['without a subject', () => forge({ without: 'sub' })],
    ['about nobody', () => forge({ subject: randomUUID() })],
    [
      'with a changed payload',
      async () => {
        const [head, , signature] = (await forge({})).split('.')
        return `${head}.${part({ sub: person.userId })}.${signature}`
      },
    ],
    ['cut short', async () => (await forge({})).slice(0, -3)],
    [
      'of another algorithm',
      () =>
        new SignJWT({ sub: person.userId })
          .setProtectedHeader({ alg: 'HS512', typ: 'wheelhouse-link+jwt' })
          .sign(createSecretKey(Buffer.alloc(64, 1))),
    ],
    ['that is no token', () => 'not.a.token'],
    ['of dots', () => '..'],
  ])('%s is refused at each door, and nothing changes', async (_what, make) => {
    const token = await make()
    for (const answer of [await inspect(token), await complete(token), await verify(token)]) {
      expect(answer.status).toBe(400)
      expect(answer.json()).toMatchObject({ code: 'link_invalid' })
    }
    const body = { login: person.username, password: PASSWORD }
    expect((await ask('/api/v1/sessions', body)).status).toBe(201)
  })

  test('to verify an address does not set a password, and the other way round', async () => {
    const email = await api.deps.db.emailAddress.findFirstOrThrow({
      where: { userId: person.userId },
    })
    const toVerify = await signMailLink(api.deps, 'verify-email', email.id)
    const toReset = await signMailLink(api.deps, 'reset-password', person.userId)
    expect((await complete(toVerify)).status).toBe(400)
    expect((await verify(toReset)).status).toBe(400)
  })

  test('to set a password works once, of 50 at once, twice over', async () => {
    for (let round = 0; round < 2; round += 1) {
      const other = await createPerson(api)
      api.clock.advance(2000)
      const token = await signMailLink(api.deps, 'reset-password', other.userId)
      const answers = await Promise.all(Array.from({ length: 50 }, () => complete(token)))
      expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1)
      expect(answers.filter((answer) => answer.status === 400)).toHaveLength(49)
    }
  })

  test('to verify an address works once, of 50 at once', async () => {
    const other = await createPerson(api, { verified: false })
    const email = await api.deps.db.emailAddress.findFirstOrThrow({
      where: { userId: other.userId },
    })
    const token = await signMailLink(api.deps, 'verify-email', email.id)
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(token)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 400)).toHaveLength(49)
  })

  test('to set a password is good for an hour, one to verify for a day', async () => {
    const other = await createPerson(api, { verified: false })
    const email = await api.deps.db.emailAddress.findFirstOrThrow({
      where: { userId: other.userId },
    })
    const toReset = await signMailLink(api.deps, 'reset-password', other.userId)
    const toVerify = await signMailLink(api.deps, 'verify-email', email.id)
    api.clock.advance(HOUR_MS - 5_000)
    expect((await inspect(toReset)).status).toBe(200)
    api.clock.advance(10_000)
    expect((await inspect(toReset)).status).toBe(400)
    api.clock.advance(23 * HOUR_MS - 20_000)
    expect((await verify(toVerify)).status).toBe(200)
  })

  test('of somebody frozen meanwhile sets no password', async () => {
    const other = await createPerson(api)
    api.clock.advance(2000)
    const token = await signMailLink(api.deps, 'reset-password', other.userId)
    const where = { id: other.userId }
    await api.deps.db.user.update({ where, data: { status: 'frozen' } })
    expect((await complete(token)).status).toBe(400)
  })
})
