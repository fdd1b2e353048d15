import { argon2Sync, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  anonymous,
  createPerson,
  PASSWORD,
  type Person,
  type TestCaller,
} from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import type { Answer } from '../../test/send.ts'

let api: TestApi
let nobody: TestCaller
let known: Person
let disabled: Person
beforeAll(async () => {
  api = await startTestApi({}, { realHashes: true })
  nobody = anonymous(api)
  known = await createPerson(api, { password: PASSWORD })
  disabled = await createPerson(api, { password: PASSWORD })
  const where = { id: disabled.userId }
  await api.deps.db.user.update({ where, data: { status: 'disabled' } })
})
afterAll(() => api.close())

/** All that a stranger can tell two answers apart by, but for ids and times. */
function visible({ status, statusText, headers, text }: Answer): unknown {
  const { date: _d, 'x-request-id': id, ...others } = headers
  return { status, statusText, others, text: text.replaceAll(String(id), 'ID') }
}

const register = (username: string, email: string) =>
  nobody.ask('POST', '/api/v1/accounts', { name: '', username, email, password: PASSWORD })

describe('a stranger learns nothing of who has an account', () => {
  test('by registering an address: the owner alone hears of it', async () => {
    const fresh = await register('fresh', 'fresh@example.org')
    const taken = await register('second', known.email)
    const upper = await register('third', known.email.toUpperCase())
    expect(visible(taken)).toEqual(visible(fresh))
    expect(visible(upper)).toEqual(visible(fresh))
    expect(fresh.status).toBe(202)
    const mails = (await api.mails()).filter((mail) => mail.to === known.email)
    expect(mails.map((mail) => mail.subject)).toEqual(Array(2).fill(mails[0]!.subject))
    expect(mails[0]!.text).toContain(known.username)
    expect(await api.deps.db.user.count({ where: { username: { in: ['second', 'third'] } } })).toBe(
      0,
    )
  })

  test('by asking for a new password, with a name or an address', async () => {
    const ask = (login: string) => nobody.ask('POST', '/api/v1/password-resets', { login })
    const unknown = visible(await ask('nobody-of-this-name'))
    for (const login of [known.username, known.email, disabled.username, 'x@example.org']) {
      expect([login, visible(await ask(login))]).toEqual([login, unknown])
    }
  })

  test('by asking for the verification mail again', async () => {
    const ask = (email: string) =>
      nobody.ask('POST', '/api/v1/email-verifications/resend', { email })
    const unknown = visible(await ask('nobody@example.org'))
    for (const email of [known.email, disabled.email, 'fresh@example.org']) {
      expect([email, visible(await ask(email))]).toEqual([email, unknown])
    }
  })

  test('by signing in: unknown, wrong, disabled and without a password are one answer', async () => {
    const open = await createPerson(api)
    const ask = (login: string) =>
      nobody.ask('POST', '/api/v1/sessions', { login, password: 'not the password at all' })
    const unknown = visible(await ask('nobody-of-this-name'))
    expect(unknown).toMatchObject({ status: 401 })
    for (const login of [known.username, known.email, disabled.username, open.username]) {
      expect([login, visible(await ask(login))]).toEqual([login, unknown])
    }
  })
})

describe('names that read alike', () => {
  test('50 sign-ups at once for one name in several spellings make one account', async () => {
    const spellings = ['Alice', 'alice', 'aLice', 'AL1CE', 'a.lice']
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        register(spellings[n % spellings.length]!, `alice${n}@example.org`),
      ),
    )
    const statuses = answers.map((answer) => answer.status)
    expect(statuses.filter((status) => status === 202)).toHaveLength(1)
    expect(statuses.filter((status) => status === 409)).toHaveLength(49)
    expect(
      await api.deps.db.user.count({
        where: { emails: { some: { address: { startsWith: 'alice' } } } },
      }),
    ).toBe(1)
  })

  test('20 sign-ups at once with one address make one account, and all get one answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => register(`same-address-${n}x`, 'one@example.org')),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(visible(answer)))).size).toBe(1)
    expect(answers[0]!.status).toBe(202)
    const where = { addressFolded: 'one@example.org' }
    expect(await api.deps.db.emailAddress.count({ where })).toBe(1)
  })
})

describe('a password', () => {
  test('is kept as an argon2id PHC string and nowhere else', async () => {
    await register('phc-shape', 'phc@example.org')
    const { passwordHash } = await api.deps.db.user.findFirstOrThrow({
      where: { username: 'phc-shape' },
    })
    expect(passwordHash).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
    )
    const dump = JSON.stringify(
      [
        await api.deps.db.user.findMany(),
        await api.deps.db.event.findMany(),
        await api.deps.db.outboxMail.findMany(),
      ],
      (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    )
    expect(dump).not.toContain(PASSWORD)
  })

  test('is the same in any Unicode form', async () => {
    const composed = 'crème brûlée für Ångström ﬁn 77'
    const username = 'unicode-form'
    await nobody.ask('POST', '/api/v1/accounts', {
      name: '',
      username,
      email: 'unicode@example.org',
      password: composed.normalize('NFC'),
    })
    for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
      const body = { login: username, password: composed.normalize(form) }
      expect([form, (await nobody.ask('POST', '/api/v1/sessions', body)).status]).toEqual([
        form,
        201,
      ])
    }
    const body = { login: username, password: composed.toUpperCase() }
    expect((await nobody.ask('POST', '/api/v1/sessions', body)).status).toBe(401)
  })

  test('hashed with other figures is right, and hashed anew at the sign-in', async () => {
    const person = await createPerson(api)
    const nonce = randomBytes(16)
    const tag = argon2Sync('argon2id', {
      message: PASSWORD,
      nonce,
      memory: 8192,
      passes: 1,
      parallelism: 1,
      tagLength: 32,
    })
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '')
    const old = `$argon2id$v=19$m=8192,t=1,p=1$${base64(nonce)}$${base64(tag)}`
    const where = { id: person.userId }
    await api.deps.db.user.update({ where, data: { passwordHash: old } })
    const body = { login: person.username, password: PASSWORD }
    expect((await nobody.ask('POST', '/api/v1/sessions', body)).status).toBe(201)
    const { passwordHash } = await api.deps.db.user.findUniqueOrThrow({ where })
    expect(passwordHash).not.toBe(old)
    expect((await nobody.ask('POST', '/api/v1/sessions', body)).status).toBe(201)
  })
})
