import { expect } from '@jest/globals'
import { SoftwareAuthenticator } from '@wheelhouse/api/test/software-authenticator'
import {
  addAuthenticator,
  addPasskey,
  confirmDevice,
  finishSignInByCode,
  signIn,
  startAuthenticator,
  startPasskey,
} from '@wheelhouse/shared-types'
import type { Account, DeviceCheck } from '@wheelhouse/shared-types'
import { fromBase32, totpCode, totpStep } from '@wheelhouse/shared-types/totp'
import { type Caller } from '../caller.ts'
import { PASSWORD, type Person, type World } from '../world.ts'

export const NO_ID = '0198f3c4-0000-7000-8000-000000000000'
export const WRONG_CODE = '0'.repeat(24)

export const codeOf = (secret: string, away = 0) =>
  totpCode(fromBase32(secret), totpStep(Date.now()) + away)

export async function unverified(world: World): Promise<Person> {
  const person = await world.signUp()
  await world.signIn(person)
  return person
}

/** Somebody with an authentication app, whose present code is unused. */
export async function withApp(world: World) {
  const person = await world.person()
  const { setup, secret } = await person.ok(startAuthenticator, {})
  const add = async () =>
    person.ok(addAuthenticator, { body: { setup, code: await codeOf(secret, -1) } })
  const step = totpStep(Date.now())
  const { recoveryCodes } = await add().catch((error: unknown) => {
    // When a step ends between the making of the code and the look at it, the code is too old by one.
    if (totpStep(Date.now()) === step) throw error
    return add()
  })
  return { person, secret, recoveryCodes: recoveryCodes ?? [] }
}

/** Adds a key in software. */
export async function addKey(world: World, person: Person, name = world.unique('key')) {
  const key = new SoftwareAuthenticator(world.target.origin)
  const { options, challenge } = await person.ok(startPasskey, {})
  const body = { challenge, name, response: key.register(options) }
  const { passkey, recoveryCodes } = await person.ok(addPasskey, { body })
  return { key, passkey, recoveryCodes }
}

export async function withKey(world: World) {
  const person = await world.person()
  return { person, ...(await addKey(world, person)) }
}

/** The step after the right password. */
export async function begin(
  caller: Caller,
  { username }: Person,
  password = PASSWORD,
): Promise<string> {
  const { account, secondStep } = await caller.ok(signIn, { body: { login: username, password } })
  expect(account).toBeNull()
  return secondStep?.step ?? ''
}

type Code = { factor: 'authenticator' | 'recovery'; code: string; rememberDevice?: boolean }

/** A right code in a browser that is new to the account: what waits, and the mailed token. */
export async function waitForLink(world: World, caller: Caller, person: Person, code: Code) {
  const body = { step: await begin(caller, person), ...code }
  const { account, deviceCheck } = await caller.ok(finishSignInByCode, { body })
  expect(account).toBeNull()
  expect(deviceCheck).not.toBeNull()
  const check = deviceCheck as DeviceCheck
  return { check, token: await world.mailedToken(person.email) }
}

/** As `waitForLink`, and the link opened. */
export async function enterByCode(
  world: World,
  caller: Caller,
  person: Person,
  code: Code,
): Promise<Account> {
  const { token } = await waitForLink(world, caller, person, code)
  return caller.ok(confirmDevice, { body: { token } })
}
