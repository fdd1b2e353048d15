import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  anonymous,
  createPerson,
  PASSWORD,
  sessionSetBy,
  signedIn,
  type TestCaller,
} from '../../test/callers.ts'
import { SoftwareAuthenticator, type Forgery } from '../../test/software-authenticator.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import {
  addKey,
  beginSignIn,
  done,
  personWithKey,
  problemOf,
  renewed,
  secondStep,
  type Ceremony,
} from './test/factor-calls.ts'

const FIVE_MINUTES = 5 * 60_000
const TIMES = 50

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const startAdding = async (browser: TestCaller) =>
  (await done<Ceremony>(browser, 'POST', '/api/v1/account/passkeys/options')).body

const startAlone = async () =>
  (await done<Ceremony>(anonymous(api), 'POST', '/api/v1/sessions/passkey-options')).body

const startStep = async (step: string) =>
  (
    await done<Ceremony>(anonymous(api), 'POST', '/api/v1/sessions/second-step/passkey-options', {
      step,
    })
  ).body

const alone = (body: unknown) => anonymous(api).ask('POST', '/api/v1/sessions/passkey', body)
const finish = (body: unknown) =>
  anonymous(api).ask('POST', '/api/v1/sessions/second-step/passkey', body)

/** What no browser of ours would send (S-24). */
const FORGERIES: readonly (readonly [string, Forgery])[] = [
  ['another origin', { origin: 'https://evil.example' }],
  ['our host on another port', { origin: 'http://localhost:1' }],
  ['another relying party', { rpId: 'evil.example' }],
  ['another challenge', { challenge: 'A'.repeat(43) }],
  ['the other ceremony', { type: 'payment.get' }],
]

describe('adding a passkey', () => {
  test('makes it a second factor, with recovery codes the first time', async () => {
    const person = await createPerson(api, { password: PASSWORD })
    const browser = await signedIn(api, person)
    const { options, challenge } = await startAdding(browser)
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'preferred' },
    })
    expect(Buffer.from(options.challenge, 'base64url').length).toBe(32)
    const key = new SoftwareAuthenticator(api.origin)
    const body = { challenge, name: 'blue key', response: key.register(options) }
    const added = await browser.ask('POST', '/api/v1/account/passkeys', body)
    expect(added.status).toBe(201)
    expect(added.json()).toMatchObject({ passkey: { name: 'blue key', lastUsedAt: null } })
    expect(added.json<{ recoveryCodes: string[] }>().recoveryCodes).toHaveLength(10)
    expect((await beginSignIn(api, person)).secondStep?.factors).toEqual(['passkey', 'recovery'])
    const mails = (await api.mails()).filter(({ to }) => to === person.email)
    expect(mails.at(-1)?.text).toContain('“blue key”')
  })

  test.each(FORGERIES)('for %s is refused', async (_what, forgery) => {
    const browser = await signedIn(api, await createPerson(api))
    const { options, challenge } = await startAdding(browser)
    const response = new SoftwareAuthenticator(api.origin).register(options, forgery)
    const body = { challenge, name: 'x', response }
    const answer = await browser.ask('POST', '/api/v1/account/passkeys', body)
    expect(problemOf(answer)).toBe('passkey_refused')
  })

  test('takes a challenge once, in its time, and of the same person only', async () => {
    const { browser } = await personWithKey(api)
    const { options, challenge } = await startAdding(browser)
    const add = (caller: TestCaller, key = new SoftwareAuthenticator(api.origin)) =>
      caller.ask('POST', '/api/v1/account/passkeys', {
        challenge,
        name: `key ${Math.random()}`,
        response: key.register(options),
      })
    const stranger = await signedIn(api, await createPerson(api))
    expect(problemOf(await add(stranger))).toBe('step_invalid')
    const answers = await Promise.all(Array.from({ length: 10 }, () => add(browser)))
    const codes = answers.map(problemOf)
    expect(codes.filter((code) => code === 'success')).toHaveLength(1)
    // The one that succeeded ended the session that the others came with.
    const others = new Set(codes.filter((code) => code !== 'success'))
    expect([...others].every((code) => /^(step_invalid|not_authenticated)$/.test(code))).toBe(true)
    const late = await signedIn(api, await createPerson(api))
    const begun = await startAdding(late)
    api.clock.advance(FIVE_MINUTES + 1000)
    const body = {
      challenge: begun.challenge,
      name: 'late',
      response: new SoftwareAuthenticator(api.origin).register(begun.options),
    }
    expect(problemOf(await late.ask('POST', '/api/v1/account/passkeys', body))).toBe('step_invalid')
  })
})

describe('a passkey as second factor', () => {
  test('opens the session, once for each challenge, and counts', async () => {
    const { person, key, id } = await personWithKey(api)
    const step = await secondStep(api, person)
    const { options, challenge } = await startStep(step)
    expect(options['allowCredentials']).toEqual([
      { id: key.id, type: 'public-key', transports: ['usb'] },
    ])
    const body = { step, challenge, response: key.assert(options) }
    const answer = await finish(body)
    expect(problemOf(answer)).toBe('success')
    expect(sessionSetBy(answer)).toBeDefined()
    expect(problemOf(await finish(body))).toBe('step_invalid')
    const other = await secondStep(api, person)
    expect(problemOf(await finish({ ...body, step: other }))).toBe('step_invalid')
    const row = await api.deps.db.passkey.findUniqueOrThrow({ where: { id } })
    expect([row.counter, row.lastUsedAt === null]).toEqual([1n, false])
  })

  test('fifty answers to one challenge at once: one opens a session', async () => {
    const { person, key } = await personWithKey(api)
    const steps = await Promise.all(Array.from({ length: TIMES }, () => secondStep(api, person)))
    const { options, challenge } = await startStep(steps[0]!)
    const response = key.assert(options)
    const answers = await Promise.all(steps.map((step) => finish({ step, challenge, response })))
    const codes = answers.map(problemOf)
    expect(codes.filter((code) => code === 'success')).toHaveLength(1)
  })

  test.each(FORGERIES)('for %s is refused', async (_what, forgery) => {
    const { person, key } = await personWithKey(api)
    const step = await secondStep(api, person)
    const { options, challenge } = await startStep(step)
    const response = key.assert(options, forgery)
    expect(problemOf(await finish({ step, challenge, response }))).toBe('passkey_refused')
  })

  test('of somebody else is refused, and so is one whose signature is another key’s', async () => {
    const [owner, thief] = [await personWithKey(api), await personWithKey(api)]
    const step = await secondStep(api, owner.person)
    const { options, challenge } = await startStep(step)
    const foreign = thief.key.assert(options)
    expect(problemOf(await finish({ step, challenge, response: foreign }))).toBe('passkey_refused')
    const swapped = { ...thief.key.assert(options), id: owner.key.id, rawId: owner.key.id }
    const { userHandle: _, ...rest } = swapped.response
    const response = { ...swapped, response: rest }
    expect(problemOf(await finish({ step, challenge, response }))).toBe('passkey_refused')
    const events = await api.deps.db.event.count({
      where: { userId: owner.person.userId, kind: 'second-factor-failed' },
    })
    expect(events).toBe(2)
  })

  test('whose counter goes back is refused, and its owner is told', async () => {
    const { person, key } = await personWithKey(api)
    const use = async (counter: number) => {
      const step = await secondStep(api, person)
      const { options, challenge } = await startStep(step)
      return problemOf(
        await finish({ step, challenge, response: key.assert(options, { counter }) }),
      )
    }
    expect([await use(7), await use(7), await use(3), await use(8)]).toEqual([
      'success',
      'passkey_refused',
      'passkey_refused',
      'success',
    ])
    const mails = (await api.mails()).filter(({ to }) => to === person.email)
    expect(
      mails.filter(({ subject }) => subject === 'A passkey of yours was refused'),
    ).toHaveLength(2)
  })

  test('that does not count is taken each time', async () => {
    const { person, key } = await personWithKey(api)
    for (let time = 0; time < 2; time += 1) {
      const step = await secondStep(api, person)
      const { options, challenge } = await startStep(step)
      const response = key.assert(options, { counter: 0 })
      expect(problemOf(await finish({ step, challenge, response }))).toBe('success')
    }
  })

  test('is not good with the challenge of another purpose', async () => {
    const { person, key, browser } = await personWithKey(api)
    const step = await secondStep(api, person)
    const { options, challenge } = await startAlone()
    expect(problemOf(await finish({ step, challenge, response: key.assert(options) }))).toBe(
      'step_invalid',
    )
    const confirmation = await done<{ passkey: Ceremony }>(
      browser,
      'POST',
      '/api/v1/sessions/current/confirmation-options',
    )
    const { passkey } = confirmation.body
    const response = key.assert(passkey.options)
    expect(problemOf(await finish({ step, challenge: passkey.challenge, response }))).toBe(
      'step_invalid',
    )
  })
})

describe('a passkey alone', () => {
  test('signs in without name and password, if it verified the person', async () => {
    const { person, key } = await personWithKey(api)
    const begun = await startAlone()
    expect(begun.options).toMatchObject({ userVerification: 'required' })
    expect(begun.options['allowCredentials']).toBeUndefined()
    const { options, challenge } = begun
    const present = key.assert(options, { verified: false })
    expect(problemOf(await alone({ challenge, response: present }))).toBe('passkey_refused')
    const answer = await alone({ challenge, response: key.assert(options) })
    expect(answer.json()).toMatchObject({ username: person.username })
    expect(sessionSetBy(answer)).toBeDefined()
    expect(problemOf(await alone({ challenge, response: key.assert(options) }))).toBe(
      'step_invalid',
    )
  })

  test.each(FORGERIES)('for %s is refused', async (_what, forgery) => {
    const { key } = await personWithKey(api)
    const { options, challenge } = await startAlone()
    const response = key.assert(options, forgery)
    expect(problemOf(await alone({ challenge, response }))).toBe('passkey_refused')
  })

  test('that is unknown, removed, of a frozen account or under another name is refused', async () => {
    const ask = async (key: SoftwareAuthenticator, forgery: Forgery = {}) => {
      const { options, challenge } = await startAlone()
      return problemOf(await alone({ challenge, response: key.assert(options, forgery) }))
    }
    expect(await ask(new SoftwareAuthenticator(api.origin))).toBe('passkey_refused')
    const removed = await personWithKey(api)
    await done(removed.browser, 'DELETE', `/api/v1/account/passkeys/${removed.id}`)
    expect(await ask(removed.key)).toBe('passkey_refused')
    const frozen = await personWithKey(api)
    await api.deps.db.user.update({
      where: { id: frozen.person.userId },
      data: { status: 'frozen' },
    })
    expect(await ask(frozen.key)).toBe('account_disabled')
    const named = await personWithKey(api)
    const userHandle = Buffer.from(frozen.person.userId).toString('base64url')
    expect(await ask(named.key, { userHandle })).toBe('passkey_refused')
  })
})

describe('being asked again', () => {
  const HOUR = 60 * 60_000
  const makeToken = (browser: TestCaller) =>
    browser.ask('POST', '/api/v1/tokens', { name: 'ci', scope: { kind: 'account' } })

  test('an hour after the sign-in, and the password or a passkey makes it good again (S-15)', async () => {
    const { browser, key } = await personWithKey(api)
    api.clock.advance(HOUR + 1000)
    expect(problemOf(await makeToken(browser))).toBe('reauthentication_required')
    const path = '/api/v1/sessions/current/confirmation'
    const wrong = await browser.ask('POST', `${path}/password`, { password: 'not this' })
    expect(problemOf(wrong)).toBe('password_wrong')
    expect(problemOf(await makeToken(browser))).toBe('reauthentication_required')
    await done(browser, 'POST', `${path}/password`, { password: PASSWORD })
    expect(problemOf(await makeToken(browser))).toBe('success')
    api.clock.advance(HOUR + 1000)
    const { body } = await done<{ password: boolean; passkey: Ceremony }>(
      browser,
      'POST',
      `${path}-options`,
    )
    expect(body.password).toBe(true)
    const { options, challenge } = body.passkey
    await done(browser, 'POST', `${path}/passkey`, { challenge, response: key.assert(options) })
    const adding = await browser.ask('POST', '/api/v1/account/passkeys/options')
    expect(problemOf(adding)).toBe('success')
  })

  test('by somebody else’s passkey is refused', async () => {
    const [victim, thief] = [await personWithKey(api), await personWithKey(api)]
    const { body } = await done<{ passkey: Ceremony }>(
      victim.browser,
      'POST',
      '/api/v1/sessions/current/confirmation-options',
    )
    const { options, challenge } = body.passkey
    const response = thief.key.assert(options)
    const answer = await victim.browser.ask(
      'POST',
      '/api/v1/sessions/current/confirmation/passkey',
      { challenge, response },
    )
    expect(problemOf(answer)).toBe('passkey_refused')
  })
})

describe('the last factor', () => {
  test('stays while the password is one that needs it', async () => {
    const { person, browser, id } = await personWithKey(api)
    const second = await addKey(api, browser, 'spare')
    await api.deps.db.user.update({
      where: { id: person.userId },
      data: { passwordShort: true },
    })
    const one = await second.browser.ask('DELETE', `/api/v1/account/passkeys/${id}`)
    expect(problemOf(one)).toBe('success')
    const last = await renewed(api, one).ask('DELETE', `/api/v1/account/passkeys/${second.id}`)
    expect(problemOf(last)).toBe('password_short')
  })
})
