import { expect } from '@jest/globals'
import { fromBase32, totpCode, totpStep } from '@wheelhouse/shared-types/totp'
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
} from '../../../test/callers.ts'
import type { Answer } from '../../../test/send.ts'
import {
  SoftwareAuthenticator,
  type CeremonyOptions,
} from '../../../test/software-authenticator.ts'
import type { TestApi } from '../../../test/start-test-api.ts'

export type Ceremony = { options: CeremonyOptions; challenge: string }

/** Asks and expects success. */
export async function done<Body = Record<string, unknown>>(
  caller: TestCaller,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ answer: Answer; body: Body }> {
  const answer = await caller.ask(method, path, body)
  expect({ path, status: answer.status, text: answer.status < 300 ? '' : answer.text }).toEqual({
    path,
    status: answer.status < 300 ? answer.status : 200,
    text: '',
  })
  return { answer, body: (answer.text === '' ? undefined : answer.json()) as Body }
}

/** The caller with the session that an answer set. */
export const renewed = (api: TestApi, answer: Answer) => withCookie(api, sessionSetBy(answer)!)

export const problemOf = (answer: Answer): string =>
  answer.status < 300 ? 'success' : answer.json<{ code: string }>().code

/** The code that an app with this secret shows, `away` steps from now. */
export const codeAt = (api: TestApi, secret: string, away = 0): Promise<string> =>
  totpCode(fromBase32(secret), totpStep(api.clock.now().getTime()) + away)

export type AppUser = {
  person: Person
  browser: TestCaller
  secret: string
  recoveryCodes: string[]
  /** The cookie by which the browser is known in which the app was set up. */
  knownBy: string
}

/** Somebody with a password and an authentication app. */
export async function personWithApp(api: TestApi): Promise<AppUser> {
  const person = await createPerson(api, { password: PASSWORD })
  const browser = await signedIn(api, person)
  const begun = await done<{ setup: string; secret: string }>(
    browser,
    'POST',
    '/api/v1/account/authenticator/setup',
  )
  const { setup, secret } = begun.body
  // The step before, so that the present one is still unused.
  const code = await codeAt(api, secret, -1)
  const added = await done<{ recoveryCodes: string[] }>(
    browser,
    'POST',
    '/api/v1/account/authenticator',
    { setup, code },
  )
  const { recoveryCodes } = added.body
  const cookies = added.answer.headers['set-cookie']!.map((line) => line.split(';', 1)[0]!)
  const knownBy = cookies.find((cookie) => /^[\w-]*browser[\w-]*=/.test(cookie))!
  return { person, browser: renewed(api, added.answer), secret, recoveryCodes, knownBy }
}

export type KeyUser = {
  person: Person
  browser: TestCaller
  key: SoftwareAuthenticator
  id: string
}

/** Adds a key in software to somebody's account; the browser goes on under its new session. */
export async function addKey(api: TestApi, browser: TestCaller, name = 'key') {
  const key = new SoftwareAuthenticator(api.origin)
  const begun = await done<Ceremony>(browser, 'POST', '/api/v1/account/passkeys/options')
  const { options, challenge } = begun.body
  const body = { challenge, name, response: key.register(options) }
  const added = await done<{ passkey: { id: string } }>(
    browser,
    'POST',
    '/api/v1/account/passkeys',
    body,
  )
  return { key, id: added.body.passkey.id, browser: renewed(api, added.answer) }
}

/** Somebody with a password and a security key. */
export async function personWithKey(api: TestApi): Promise<KeyUser> {
  const person = await createPerson(api, { password: PASSWORD })
  return { person, ...(await addKey(api, await signedIn(api, person))) }
}

/** Gives the password, and what comes for it in place of a session. */
export async function beginSignIn(api: TestApi, person: Person, cookie?: string) {
  const visitor = cookie === undefined ? anonymous(api) : createCaller(api, { cookie })
  const body = { login: person.username, password: PASSWORD }
  const { answer, body: result } = await done<{
    account: unknown
    secondStep: { step: string; factors: string[] } | null
  }>(visitor, 'POST', '/api/v1/sessions', body)
  return { answer, ...result }
}

/** The token of the step after the right password. */
export async function secondStep(api: TestApi, person: Person): Promise<string> {
  const { answer, secondStep: step } = await beginSignIn(api, person)
  expect(sessionSetBy(answer)).toBeUndefined()
  return step!.step
}

export const finishByCode = (
  api: TestApi,
  body: { step: string; factor: string; code: string; rememberDevice?: boolean },
) => anonymous(api).ask('POST', '/api/v1/sessions/second-step/code', body)
