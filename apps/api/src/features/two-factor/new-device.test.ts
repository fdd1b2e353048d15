import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  anonymous,
  createCaller,
  createPerson,
  PASSWORD,
  sessionSetBy,
  signedIn,
  withCookie,
  type Person,
  type TestCaller,
} from '../../test/callers.ts'
import type { Answer } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import {
  addKey,
  beginSignIn,
  codeAt,
  done,
  personWithApp,
  problemOf,
  type AppUser,
  type Ceremony,
} from './test/factor-calls.ts'

const TIMES = 50
const MINUTE_MS = 60_000
const CONFIRM = '/api/v1/sessions/new-device'
const RESEND = `${CONFIRM}/resend`
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

type Check = { step: string; email: string; expiresAt: string }

let api: TestApi
beforeAll(async () => {
  // Each browser has a network address of its own, so that they share no limit of opened links.
  api = await startTestApi({ TRUST_PROXY: '1' })
})
afterAll(() => api.close())

const cookiesOf = (answer: Answer) => answer.headers['set-cookie'] ?? []
const browserCookieOf = (answer: Answer) =>
  cookiesOf(answer).find((cookie) => /^wheelhouse_browser_\d+=/.test(cookie))
let browsers = 0
/** A browser with no cookie but the one that an answer gave it to be known by. */
function sameBrowser(answer: Answer): TestCaller {
  browsers += 1
  return createCaller(api, {
    cookie: browserCookieOf(answer)!.split(';', 1)[0]!,
    'user-agent': FIREFOX,
    'x-forwarded-for': `10.0.0.${browsers}`,
  })
}

/** Password and a right code, from the browser of `caller`. */
async function giveCode(
  user: AppUser,
  caller: TestCaller = createCaller(api, { 'user-agent': FIREFOX }),
  more: Record<string, unknown> = {},
): Promise<Answer> {
  const { secondStep } = await beginSignIn(api, user.person)
  const code = user.recoveryCodes.pop()
  const body = { step: secondStep!.step, factor: 'recovery', code, ...more }
  return caller.ask('POST', '/api/v1/sessions/second-step/code', body)
}

/** As `giveCode`, which must lead to a mail; the browser that waits, and the mailed token. */
async function wait(user: AppUser, more: Record<string, unknown> = {}) {
  const answer = await giveCode(user, undefined, more)
  expect(answer.json()).toMatchObject({ account: null, deviceCheck: { step: expect.any(String) } })
  expect(sessionSetBy(answer)).toBeUndefined()
  const { deviceCheck } = answer.json<{ deviceCheck: Check }>()
  const token = await mailedToken(user.person)
  return { answer, check: deviceCheck, browser: sameBrowser(answer), token }
}

const mailsTo = async ({ email }: Person) => (await api.mails()).filter(({ to }) => to === email)
const linkMails = async (person: Person) =>
  (await mailsTo(person)).filter(({ subject }) => /new browser/.test(subject))
async function mailedToken(person: Person): Promise<string> {
  const links = (await linkMails(person)).flatMap((mail) => mail.links)
  return new URL(links.findLast((link) => link.includes('token='))!).searchParams.get('token')!
}
const confirm = (caller: TestCaller, token: string) => caller.ask('POST', CONFIRM, { token })
const kindsOf = async ({ userId }: Person) =>
  (await api.deps.db.event.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(
    ({ kind }) => kind,
  )

describe('a code from a browser that is new to the account (S-27)', () => {
  test('opens no session before the mailed link was opened in that browser; then the browser is known', async () => {
    const user = await personWithApp(api)
    const { answer, check, browser, token } = await wait(user)
    expect(check.email).toMatch(/^p•••@example\.org$/)
    const cookie = browserCookieOf(answer)!
    for (const flag of [
      /; HttpOnly/i,
      /; SameSite=Strict/i,
      /; Path=\/(;|$)/i,
      /Max-Age=34560000/,
    ]) {
      expect(cookie).toMatch(flag)
    }
    expect((await browser.ask('GET', '/api/v1/account')).status).toBe(401)
    const [mail] = await linkMails(user.person)
    expect(mail!.text).toMatch(/Time: \d{4}-\d\d-\d\d \d\d:\d\d UTC\nBrowser: Firefox on Linux\n/)
    expect(mail!.text).toContain('Network address: 127.0.0.1')
    expect(mail!.links).toContain(`${api.origin}/not-me`)

    const confirmed = await confirm(browser, token)
    expect([confirmed.status, confirmed.json()]).toMatchObject([
      201,
      { username: user.person.username },
    ])
    const session = withCookie(api, sessionSetBy(confirmed)!)
    expect((await session.ask('GET', '/api/v1/account')).status).toBe(200)
    expect((await kindsOf(user.person)).slice(-4)).toEqual([
      'recovery-code-used',
      'new-device-asked',
      'new-device-confirmed',
      'signed-in',
    ])
    const again = await giveCode(user, sameBrowser(confirmed))
    expect(again.json()).toMatchObject({ deviceCheck: null })
    expect(sessionSetBy(again)).toBeDefined()
    expect(problemOf(await confirm(browser, token))).toBe('link_invalid')
    const rows = await api.deps.db.knownBrowser.findMany({ where: { userId: user.person.userId } })
    // And the browser in which the factor was set up.
    expect(rows).toHaveLength(2)
    const value = Buffer.from(cookie.split(';', 1)[0]!.split('=')[1]!, 'base64url')
    expect(rows.some(({ browserHash }) => value.equals(browserHash))).toBe(false)
  })

  test('asks for the link with the code of an app too, and not where the factor was set up', async () => {
    const person = await createPerson(api, { password: PASSWORD })
    const browser = await signedIn(api, person)
    const { body } = await done<{ setup: string; secret: string }>(
      browser,
      'POST',
      '/api/v1/account/authenticator/setup',
    )
    const { setup, secret } = body
    const code = await codeAt(api, secret, -1)
    const added = await done(browser, 'POST', '/api/v1/account/authenticator', { setup, code })
    const finish = async (caller: TestCaller, away: number) => {
      const { secondStep } = await beginSignIn(api, person)
      const typed = await codeAt(api, secret, away)
      const step = { step: secondStep!.step, factor: 'authenticator', code: typed }
      return caller.ask('POST', '/api/v1/sessions/second-step/code', step)
    }
    const elsewhere = await finish(anonymous(api), 0)
    expect(elsewhere.json()).toMatchObject({ account: null })
    const here = await finish(sameBrowser(added.answer), 1)
    expect(here.json()).toMatchObject({ account: { username: person.username } })
  })

  test('fifty openings of the link at once open one session', async () => {
    const user = await personWithApp(api)
    const { browser, token } = await wait(user)
    const answers = await Promise.all(Array.from({ length: TIMES }, () => confirm(browser, token)))
    const codes = answers.map(problemOf)
    expect(codes.filter((code) => code === 'success')).toHaveLength(1)
    expect(codes.filter((code) => code === 'link_invalid')).toHaveLength(TIMES - 1)
    expect(await api.deps.db.session.count({ where: { userId: user.person.userId } })).toBe(2)
  })

  test('in another browser the link opens nothing, and stays good', async () => {
    const user = await personWithApp(api)
    const { browser, token } = await wait(user)
    const stranger = sameBrowser((await wait(await personWithApp(api))).answer)
    for (const other of [anonymous(api), stranger, user.browser]) {
      const answer = await confirm(other, token)
      expect([problemOf(answer), sessionSetBy(answer)]).toEqual(['other_browser', undefined])
    }
    // The page behind the link is only a page: whoever fetches it uses nothing up.
    await anonymous(api).ask('GET', `/sign-in/confirm?token=${token}`)
    expect(problemOf(await confirm(browser, token))).toBe('success')
  })

  test('the link is over after ten minutes; another one can be mailed for half an hour, and both are one', async () => {
    const user = await personWithApp(api)
    const { browser, check, token } = await wait(user, { rememberDevice: true })
    api.clock.advance(10 * MINUTE_MS + 1000)
    expect(problemOf(await confirm(browser, token))).toBe('link_invalid')
    const { step } = check
    expect(problemOf(await anonymous(api).ask('POST', RESEND, { step }))).toBe('step_invalid')
    await done(browser, 'POST', RESEND, { step })
    const second = await mailedToken(user.person)
    await done(browser, 'POST', RESEND, { step })
    const third = await mailedToken(user.person)
    expect(new Set([token, second, third]).size).toBe(3)
    expect(problemOf(await confirm(browser, second))).toBe('success')
    expect(problemOf(await confirm(browser, third))).toBe('link_invalid')
    expect(problemOf(await browser.ask('POST', RESEND, { step }))).toBe('step_invalid')
    const late = await wait(user)
    api.clock.advance(30 * MINUTE_MS + 1000)
    expect(problemOf(await late.browser.ask('POST', RESEND, { step: late.check.step }))).toBe(
      'step_invalid',
    )
  })

  test('another password or factor ends what waits, and every browser is new again but the one that did it', async () => {
    const user = await personWithApp(api)
    const stale = await wait(user)
    const changed = await done(user.browser, 'POST', '/api/v1/account/password', {
      currentPassword: PASSWORD,
      newPassword: `${PASSWORD} and more`,
    })
    expect(problemOf(await confirm(stale.browser, stale.token))).toBe('link_invalid')
    const { step } = stale.check
    expect(problemOf(await stale.browser.ask('POST', RESEND, { step }))).toBe('step_invalid')
    const where = { userId: user.person.userId }
    expect(await api.deps.db.knownBrowser.count({ where })).toBe(1)
    const owner = createCaller(api, {
      cookie: cookiesOf(changed.answer)
        .map((cookie) => cookie.split(';', 1)[0])
        .join('; '),
    })
    await done(owner, 'DELETE', '/api/v1/account/authenticator')
    expect(await api.deps.db.knownBrowser.count({ where })).toBe(0)
  })

  test('opens nothing for an account that was frozen meanwhile', async () => {
    const user = await personWithApp(api)
    const { browser, check, token } = await wait(user)
    const where = { id: user.person.userId }
    await api.deps.db.user.update({ where, data: { status: 'frozen' } })
    expect(problemOf(await confirm(browser, token))).toBe('account_disabled')
    const { step } = check
    expect(problemOf(await browser.ask('POST', RESEND, { step }))).toBe('account_disabled')
  })
})

describe('no link is asked for', () => {
  test('of a passkey, after the password or alone; the browser is known from then on', async () => {
    const user = await personWithApp(api)
    const { key } = await addKey(api, user.browser)
    const { secondStep } = await beginSignIn(api, user.person)
    const { step } = secondStep!
    const begun = await done<Ceremony>(
      anonymous(api),
      'POST',
      '/api/v1/sessions/second-step/passkey-options',
      { step },
    )
    const { options, challenge } = begun.body
    const response = key.assert(options)
    const shown = await done(anonymous(api), 'POST', '/api/v1/sessions/second-step/passkey', {
      step,
      challenge,
      response,
    })
    expect(sessionSetBy(shown.answer)).toBeDefined()
    const again = await giveCode(user, sameBrowser(shown.answer))
    expect(again.json()).toMatchObject({ deviceCheck: null })
    expect(await linkMails(user.person)).toEqual([])
  })

  test('where the check is off, or mail goes nowhere', async () => {
    for (const environment of [
      { NEW_DEVICE_CHECK: 'false' },
      // Without a mail server only a local installation keeps its mails.
      { HOST: '0.0.0.0', SECRET_KEY: 'x'.repeat(32), ALLOW_HTTP: 'true' },
    ]) {
      const other = await startTestApi(environment)
      try {
        const { person, recoveryCodes } = await personWithApp(other)
        const { secondStep } = await beginSignIn(other, person)
        const { step } = secondStep!
        const answer = await anonymous(other).ask('POST', '/api/v1/sessions/second-step/code', {
          step,
          factor: 'recovery',
          code: recoveryCodes[0],
        })
        expect(answer.json()).toMatchObject({ account: { username: person.username } })
      } finally {
        await other.close()
      }
    }
  })
})

test('mails are limited, which uses no code up and is told with the time to wait', async () => {
  const before = api
  api = await startTestApi({ LIMIT_MAILS_PER_HOUR: '2' })
  try {
    const user = await personWithApp(api)
    const { browser, check } = await wait(user)
    const { step } = check
    await done(browser, 'POST', RESEND, { step })
    const left = user.recoveryCodes.at(-1)!
    for (const limited of [await browser.ask('POST', RESEND, { step }), await giveCode(user)]) {
      expect(problemOf(limited)).toBe('rate_limited')
      expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0)
    }
    expect(await linkMails(user.person)).toHaveLength(2)
    const body = { code: left }
    await done(user.browser, 'POST', '/api/v1/account/recovery-codes/check', body)
  } finally {
    await api.close()
    api = before
  }
})
