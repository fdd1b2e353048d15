import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { fromBase32 } from '@wheelhouse/shared-types/totp'
import {
  anonymous,
  createPerson,
  PASSWORD,
  sessionSetBy,
  signedIn,
  withCookie,
} from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { signMailLink } from '../accounts/mail-link.ts'
import { openSecret } from '../../infra/seal-secret.ts'
import {
  beginSignIn,
  codeAt,
  done,
  finishByCode,
  personWithApp,
  problemOf,
  renewed,
  secondStep,
} from './test/factor-calls.ts'

const STEP_MS = 30_000
const TIMES = 50

let api: TestApi
beforeAll(async () => {
  // What a new browser needs besides a code has tests of its own.
  api = await startTestApi({ NEW_DEVICE_CHECK: 'false' })
})
afterAll(() => api.close())

const tally = (codes: string[]) => {
  const counts: Record<string, number> = {}
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

describe('an authentication app', () => {
  test('is set up by a code, ends other sessions, tells every verified address, keeps no clear secret', async () => {
    const person = await createPerson(api, { password: PASSWORD })
    const [browser, other] = [await signedIn(api, person), await signedIn(api, person)]
    const path = '/api/v1/account/authenticator'
    const begun = await done<{ setup: string; secret: string; uri: string }>(
      browser,
      'POST',
      `${path}/setup`,
    )
    const { setup, secret, uri } = begun.body
    expect(fromBase32(secret)).toHaveLength(20)
    const parsed = new URL(uri)
    expect([parsed.protocol, parsed.searchParams.get('secret')]).toEqual(['otpauth:', secret])
    const add = async (code: string) => browser.ask('POST', path, { setup, code })
    expect(problemOf(await add(await codeAt(api, secret, 40)))).toBe('code_wrong')
    const drifted = await add(await codeAt(api, secret, 4))
    expect([problemOf(drifted), drifted.json()['reason']]).toEqual(['clock_drift', '120'])
    const added = await add(await codeAt(api, secret))
    expect(added.status).toBe(201)
    expect(added.json<{ recoveryCodes: string[] }>().recoveryCodes).toHaveLength(10)
    expect((await other.ask('GET', '/api/v1/account')).status).toBe(401)
    expect((await browser.ask('GET', '/api/v1/account')).status).toBe(401)
    const again = renewed(api, added)
    const { body } = await done<{ secondFactor: boolean }>(again, 'GET', '/api/v1/account')
    expect(body.secondFactor).toBe(true)
    const mails = (await api.mails()).filter(({ to }) => to === person.email)
    expect(mails.map(({ subject }) => subject)).toContain(
      'An authentication app was added to your account',
    )
    const row = await api.deps.db.authenticator.findUniqueOrThrow({
      where: { userId: person.userId },
    })
    const clear = Buffer.from(fromBase32(secret))
    expect(Buffer.from(row.secret).includes(clear)).toBe(false)
    const { sealKey } = api.deps.secrets
    expect(Buffer.from(openSecret(sealKey, person.userId, row.secret))).toEqual(clear)
    expect(() => openSecret(sealKey, 'another user', row.secret)).toThrow(/authenticate/)
  })

  test('is asked for after the password; its code opens the session, of one step before and after too', async () => {
    const { person, secret } = await personWithApp(api)
    for (const away of [0, 1]) {
      api.clock.advance(3 * STEP_MS)
      const begun = await beginSignIn(api, person)
      expect(begun.account).toBeNull()
      expect(begun.secondStep?.factors).toEqual(['authenticator', 'recovery'])
      const { step } = begun.secondStep!
      const code = await codeAt(api, secret, away)
      const answer = await finishByCode(api, { step, factor: 'authenticator', code })
      expect(problemOf(answer)).toBe('success')
      const browser = withCookie(api, sessionSetBy(answer)!)
      expect((await browser.ask('GET', '/api/v1/account')).status).toBe(200)
      const again = await finishByCode(api, { step, factor: 'authenticator', code })
      expect(problemOf(again)).toBe('step_invalid')
    }
  })

  test('a used code is refused in whatever way it is typed (S-23)', async () => {
    const { person, secret } = await personWithApp(api)
    const code = await codeAt(api, secret)
    const step = await secondStep(api, person)
    expect(problemOf(await finishByCode(api, { step, factor: 'authenticator', code }))).toBe(
      'success',
    )
    const wide = [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('')
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`
    const hidden = `${code.slice(0, 2)}\u200b${code.slice(2)}`
    for (const typed of [code, spaced, wide, hidden, `${code.slice(0, 3)}-${code.slice(3)}`]) {
      const next = await secondStep(api, person)
      const answer = await finishByCode(api, { step: next, factor: 'authenticator', code: typed })
      expect([typed, problemOf(answer)]).toEqual([typed, 'code_wrong'])
    }
    // The same spellings are good for one that is new.
    api.clock.advance(2 * STEP_MS)
    const fresh = await codeAt(api, secret)
    const last = await secondStep(api, person)
    const typed = `${fresh.slice(0, 3)} ${fresh.slice(3)}`
    expect(
      problemOf(await finishByCode(api, { step: last, factor: 'authenticator', code: typed })),
    ).toBe('success')
  })

  test('fifty uses of one code at once: one opens a session', async () => {
    const { person, secret } = await personWithApp(api)
    const code = await codeAt(api, secret)
    const steps = await Promise.all(Array.from({ length: TIMES }, () => secondStep(api, person)))
    const answers = await Promise.all(
      steps.map((step) => finishByCode(api, { step, factor: 'authenticator', code })),
    )
    expect(tally(answers.map(problemOf))).toEqual({ success: 1, code_wrong: TIMES - 1 })
    expect(await api.deps.db.session.count({ where: { userId: person.userId } })).toBe(2)
  })

  test('fifty finishes of one step at once: one opens a session', async () => {
    const { person, recoveryCodes } = await personWithApp(api)
    const step = await secondStep(api, person)
    const answers = await Promise.all(
      Array.from({ length: TIMES }, (_, index) =>
        finishByCode(api, { step, factor: 'recovery', code: recoveryCodes[index % 10]! }),
      ),
    )
    const counts = tally(answers.map(problemOf))
    expect(counts['success']).toBe(1)
    expect(counts['step_invalid']).toBe(TIMES - 1)
    expect(
      await api.deps.db.recoveryCode.count({
        where: { userId: person.userId, usedAt: { not: null } },
      }),
    ).toBe(1)
  })

  test('a slow clock is told at a sign-in; that a code will be right is not', async () => {
    const { person, secret } = await personWithApp(api)
    const step = await secondStep(api, person)
    const ask = async (away: number) =>
      finishByCode(api, { step, factor: 'authenticator', code: await codeAt(api, secret, away) })
    const slow = await ask(-5)
    expect([problemOf(slow), slow.json()['reason']]).toEqual(['clock_drift', '-150'])
    expect(problemOf(await ask(5))).toBe('code_wrong')
  })

  test('can be removed, which leaves the password alone', async () => {
    const { person, browser } = await personWithApp(api)
    const { answer } = await done(browser, 'DELETE', '/api/v1/account/authenticator')
    const again = renewed(api, answer)
    const { body } = await done<{ recoveryCodes: null }>(again, 'GET', '/api/v1/account/two-factor')
    expect(body.recoveryCodes).toBeNull()
    const begun = await beginSignIn(api, person)
    expect(begun.secondStep).toBeNull()
    expect(sessionSetBy(begun.answer)).toBeDefined()
  })
})

describe('a recovery code', () => {
  test('is checked without being used, then opens one session, and its owner is told', async () => {
    const { person, browser, recoveryCodes } = await personWithApp(api)
    const code = recoveryCodes[0]!
    for (const typed of [code, ` ${code.toUpperCase().replaceAll('-', ' ')}`]) {
      await done(browser, 'POST', '/api/v1/account/recovery-codes/check', { code: typed })
    }
    const step = await secondStep(api, person)
    const body = { step, factor: 'recovery', code, rememberDevice: true }
    const answer = await finishByCode(api, body)
    expect(problemOf(answer)).toBe('success')
    expect(answer.headers['set-cookie']?.some((cookie) => /_device/.test(cookie))).toBe(false)
    const next = await secondStep(api, person)
    expect(problemOf(await finishByCode(api, { ...body, step: next }))).toBe('code_wrong')
    const mails = (await api.mails()).filter(({ to }) => to === person.email)
    expect(mails.at(-1)?.subject).toBe('A recovery code was used')
    expect(mails.at(-1)?.text).toContain('9 are left')
    const { body: state } = await done<{ recoveryCodes: unknown }>(
      renewed(api, answer),
      'GET',
      '/api/v1/account/two-factor',
    )
    expect(state.recoveryCodes).toMatchObject({ total: 10, left: 9, confirmed: true })
  })

  test('used fifty times at once opens one session (S-25)', async () => {
    const { person, recoveryCodes } = await personWithApp(api)
    const code = recoveryCodes[3]!
    const steps = await Promise.all(Array.from({ length: TIMES }, () => secondStep(api, person)))
    const answers = await Promise.all(
      steps.map((step) => finishByCode(api, { step, factor: 'recovery', code })),
    )
    expect(tally(answers.map(problemOf))).toEqual({ success: 1, code_wrong: TIMES - 1 })
  })

  test('is nowhere in the database in the clear, and dies when new ones are made', async () => {
    const { person, browser, recoveryCodes } = await personWithApp(api)
    const rows = await api.deps.db.recoveryCode.findMany({ where: { userId: person.userId } })
    const kept = JSON.stringify(rows.map((row) => Buffer.from(row.codeHash).toString('latin1')))
    for (const code of recoveryCodes) {
      expect(kept).not.toContain(code)
      expect(kept).not.toContain(code.replaceAll('-', ''))
    }
    await done(browser, 'POST', '/api/v1/account/recovery-codes')
    const step = await secondStep(api, person)
    const answer = await finishByCode(api, { step, factor: 'recovery', code: recoveryCodes[0]! })
    expect(problemOf(answer)).toBe('code_wrong')
  })
})

describe('the second step', () => {
  test('is over after five minutes, and dead once the password is another', async () => {
    const { person, secret } = await personWithApp(api)
    const late = await secondStep(api, person)
    api.clock.advance(5 * 60_000 + 1000)
    const code = await codeAt(api, secret)
    const finish = (step: string) => finishByCode(api, { step, factor: 'authenticator', code })
    expect(problemOf(await finish(late))).toBe('step_invalid')
    const stale = await secondStep(api, person)
    await api.deps.db.user.update({
      where: { id: person.userId },
      data: { passwordChangedAt: api.clock.now() },
    })
    expect(problemOf(await finish(stale))).toBe('step_invalid')
  })

  test('of a frozen account opens nothing', async () => {
    const { person, secret } = await personWithApp(api)
    const step = await secondStep(api, person)
    await api.deps.db.user.update({ where: { id: person.userId }, data: { status: 'frozen' } })
    const code = await codeAt(api, secret)
    expect(problemOf(await finishByCode(api, { step, factor: 'authenticator', code }))).toBe(
      'account_disabled',
    )
  })

  test('is asked for after a reset by mail too: no session comes of it (S-28)', async () => {
    const { person } = await personWithApp(api)
    api.clock.advance(2000)
    const token = await signMailLink(api.deps, 'reset-password', person.userId)
    const { answer } = await done(anonymous(api), 'POST', '/api/v1/password-resets/complete', {
      token,
      password: PASSWORD,
    })
    expect(sessionSetBy(answer)).toBeUndefined()
    const begun = await beginSignIn(api, person)
    expect([begun.account, sessionSetBy(begun.answer)]).toEqual([null, undefined])
    expect(begun.secondStep).not.toBeNull()
  })
})

describe('a remembered browser', () => {
  const deviceOf = (answer: { headers: { 'set-cookie'?: string[] | undefined } }) =>
    answer.headers['set-cookie']?.find((cookie) => /device/.test(cookie))

  test('is asked for the password alone, for thirty days, or until all are forgotten', async () => {
    const { person, secret } = await personWithApp(api)
    const step = await secondStep(api, person)
    const answer = await finishByCode(api, {
      step,
      factor: 'authenticator',
      code: await codeAt(api, secret),
      rememberDevice: true,
    })
    const cookie = deviceOf(answer)!
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Strict/i)
    expect(cookie).toMatch(/Path=\/api\/v1\/sessions(;|$)/i)
    const [device] = cookie.split(';')
    expect((await beginSignIn(api, person, device)).secondStep).toBeNull()
    const forged = device!.replace(/.{6}$/, 'AAAAAA')
    expect((await beginSignIn(api, person, forged)).secondStep).not.toBeNull()
    const stranger = await personWithApp(api)
    expect((await beginSignIn(api, stranger.person, device)).secondStep).not.toBeNull()
    api.clock.advance(31 * 24 * 60 * 60_000)
    expect((await beginSignIn(api, person, device)).secondStep).not.toBeNull()
    api.clock.advance(-31 * 24 * 60 * 60_000)
    expect((await beginSignIn(api, person, device)).secondStep).toBeNull()
    await api.deps.db.user.update({
      where: { id: person.userId },
      data: { deviceEpoch: { increment: 1 } },
    })
    expect((await beginSignIn(api, person, device)).secondStep).not.toBeNull()
  })

  test('is forgotten by a new password and by a changed factor', async () => {
    const { person, browser } = await personWithApp(api)
    const epoch = async () =>
      (await api.deps.db.user.findUniqueOrThrow({ where: { id: person.userId } })).deviceEpoch
    const before = await epoch()
    const { answer } = await done(browser, 'POST', '/api/v1/account/password', {
      currentPassword: PASSWORD,
      newPassword: `${PASSWORD} and more`,
    })
    expect(await epoch()).toBe(before + 1)
    await done(renewed(api, answer), 'DELETE', '/api/v1/account/authenticator')
    expect(await epoch()).toBe(before + 2)
  })
})

describe('guessing codes', () => {
  test('stops after five wrong ones, also at once, and says when to come back', async () => {
    const strict = await startTestApi({ LIMIT_SECOND_FACTOR_FAILURES: '5' })
    try {
      const { person } = await personWithApp(strict)
      const step = await secondStep(strict, person)
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          finishByCode(strict, { step, factor: 'authenticator', code: '000000' }),
        ),
      )
      const counts = tally(answers.map(problemOf))
      expect(counts).toEqual({ code_wrong: 5, rate_limited: 15 })
      const limited = answers.find((answer) => answer.status === 429)!
      expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0)
      const events = await strict.deps.db.event.count({
        where: { userId: person.userId, kind: 'second-factor-failed' },
      })
      expect(events).toBe(5)
    } finally {
      await strict.close()
    }
  })
})
