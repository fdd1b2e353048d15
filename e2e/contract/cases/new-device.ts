import { expect } from '@jest/globals'
import {
  changePassword,
  confirmDevice,
  getAccount,
  getTwoFactor,
  resendDeviceCheck,
  signIn,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem } from '../caller.ts'
import { OTHER_PASSWORD, PASSWORD, type World } from '../world.ts'
import { codeOf, enterByCode, waitForLink, withApp } from './two-factor-support.ts'

/** Somebody who gave a right recovery code in a browser of their own, and waits for the mail. */
async function waiting(world: World) {
  const { person, recoveryCodes } = await withApp(world)
  const visitor = world.visitor()
  const code = { factor: 'recovery' as const, code: recoveryCodes[0] ?? '' }
  return { person, visitor, ...(await waitForLink(world, visitor, person, code)) }
}

const changeOfPassword = { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD }

const confirming = casesOf(confirmDevice, [
  [
    'success',
    'opens the session that waited, in its browser',
    async (world) => {
      const { person, visitor, check, token } = await waiting(world)
      expectProblem(await visitor.ask(getAccount, {}), 'not_authenticated')
      expect(check.email).toBe(`${person.email[0]}•••@example.org`)
      expect(Date.parse(check.expiresAt)).toBeGreaterThan(Date.now())
      const account = await visitor.ok(confirmDevice, { body: { token } })
      expect(await visitor.ok(getAccount, {})).toEqual(account)
      expect((await visitor.ok(getTwoFactor, {})).recoveryCodes?.left).toBe(9)
    },
  ],
  [
    'success',
    'remembers the browser where that was asked for with the code',
    async (world) => {
      const { person, secret } = await withApp(world)
      const visitor = world.visitor()
      const code = await codeOf(secret)
      const more = { factor: 'authenticator' as const, code, rememberDevice: true }
      await enterByCode(world, visitor, person, more)
      const body = { login: person.username, password: PASSWORD }
      expect((await visitor.ok(signIn, { body })).secondStep).toBeNull()
    },
  ],
  [
    'other_browser',
    'opens nothing in another browser, where the link stays good',
    async (world) => {
      const { person, visitor, token } = await waiting(world)
      const { visitor: stranger } = await waiting(world)
      for (const other of [world.visitor(), stranger, person]) {
        const before = other.cookies()
        expectProblem(await other.ask(confirmDevice, { body: { token } }), 'other_browser')
        expect(other.cookies()).toBe(before)
      }
      await visitor.ok(confirmDevice, { body: { token } })
    },
  ],
  [
    'link_invalid',
    'takes a link once, none of another purpose, and none once the password is another',
    async (world) => {
      const { visitor, token } = await waiting(world)
      await visitor.ok(confirmDevice, { body: { token } })
      expectProblem(await visitor.ask(confirmDevice, { body: { token } }), 'link_invalid')
      const late = await waiting(world)
      const unproven = await world.signUp()
      for (const other of ['nonsense', await world.mailedToken(unproven.email)]) {
        const answer = await late.visitor.ask(confirmDevice, { body: { token: other } })
        expectProblem(answer, 'link_invalid')
      }
      await late.person.ok(changePassword, { body: changeOfPassword })
      const { token: stale } = late
      expectProblem(
        await late.visitor.ask(confirmDevice, { body: { token: stale } }),
        'link_invalid',
      )
    },
  ],
  [
    'account_disabled',
    'opens nothing for an account that was disabled meanwhile',
    async (world) => {
      const { person, visitor, token } = await waiting(world)
      await world.target.disableAccount(person.username)
      expectProblem(await visitor.ask(confirmDevice, { body: { token } }), 'account_disabled')
    },
  ],
])

const resending = casesOf(resendDeviceCheck, [
  [
    'success',
    'mails another link; of all links of a sign-in one is good, once',
    async (world) => {
      const { person, visitor, check, token } = await waiting(world)
      await visitor.ok(resendDeviceCheck, { body: { step: check.step } })
      const second = await world.mailedToken(person.email)
      expect(second).not.toBe(token)
      await visitor.ok(confirmDevice, { body: { token: second } })
      expectProblem(await visitor.ask(confirmDevice, { body: { token } }), 'link_invalid')
    },
  ],
  [
    'step_invalid',
    'mails nothing in another browser, after the sign-in, and once the password is another',
    async (world) => {
      const { person, visitor, check, token } = await waiting(world)
      const ask = (caller = visitor, { step } = check) =>
        caller.ask(resendDeviceCheck, { body: { step } })
      expectProblem(await ask(world.visitor()), 'step_invalid')
      await visitor.ok(confirmDevice, { body: { token } })
      expectProblem(await ask(), 'step_invalid')
      const late = await waiting(world)
      await late.person.ok(changePassword, { body: changeOfPassword })
      expectProblem(await ask(late.visitor, late.check), 'step_invalid')
      expect((await world.mailsTo(person.email)).at(-1)?.links.join()).toContain(token)
    },
  ],
  [
    'account_disabled',
    'mails nothing for an account that was disabled meanwhile',
    async (world) => {
      const { person, visitor, check } = await waiting(world)
      await world.target.disableAccount(person.username)
      const answer = await visitor.ask(resendDeviceCheck, { body: { step: check.step } })
      expectProblem(answer, 'account_disabled')
    },
  ],
])

export const newDeviceCases: readonly Case[] = [...confirming, ...resending]
