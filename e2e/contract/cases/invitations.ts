import { expect } from '@jest/globals'
import {
  acceptInvitation,
  getAccount,
  inspectInvitation,
  signIn,
  verifyEmail,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem } from '../caller.ts'
import { LEAKED_PASSWORD, PASSWORD, whileClosed, type World } from '../world.ts'

const addressFor = (world: World) => `${world.unique('guest')}@example.org`
const accept = (world: World, token: string, parts: object = {}) =>
  world.visitor().ask(acceptInvitation, {
    body: { token, username: world.unique('guest'), password: PASSWORD, ...parts },
  })

/**
 * A token that is none, one that is used, one whose address has an account meanwhile, one that was
 * taken back, and one whose address was invited again.
 */
async function deadTokens(world: World): Promise<string[]> {
  const used = await world.target.invite(addressFor(world))
  expect(await accept(world, used)).toMatchObject({ status: 204 })
  const email = addressFor(world)
  const late = await world.target.invite(email)
  await world.signUp({ email })
  const undone = addressFor(world)
  const revoked = await world.target.invite(undone)
  await world.target.revokeInvitation(undone)
  const twice = addressFor(world)
  const replaced = await world.target.invite(twice)
  const again = await world.target.invite(twice.toUpperCase())
  await world.visitor().ok(inspectInvitation, { body: { token: again } })
  return ['nonsense', used, late, revoked, replaced]
}

const inspecting = casesOf(inspectInvitation, [
  [
    'success',
    'tells the address, as often as it is asked',
    async (world) => {
      const email = addressFor(world)
      const token = await world.target.invite(email)
      for (let n = 0; n < 2; n += 1) {
        expect(await world.visitor().ok(inspectInvitation, { body: { token } })).toEqual({ email })
      }
    },
  ],
  [
    'link_invalid',
    'knows none that is used, taken back or replaced, or whose address has an account',
    async (world) => {
      for (const token of await deadTokens(world)) {
        const answer = await world.visitor().ask(inspectInvitation, { body: { token } })
        expectProblem(answer, 'link_invalid')
      }
    },
  ],
  [
    'registration_closed',
    'is refused while registration is closed',
    (world) =>
      whileClosed(world, async (visitor) => {
        const answer = await visitor.ask(inspectInvitation, { body: { token: 'x' } })
        expectProblem(answer, 'registration_closed')
      }),
  ],
])

const accepting = casesOf(acceptInvitation, [
  [
    'success',
    'opens an account for the address, which is verified by it, and signs nobody in',
    async (world) => {
      const email = addressFor(world)
      const username = world.unique('guest')
      const visitor = world.visitor()
      const token = await world.target.invite(email)
      await visitor.ok(acceptInvitation, {
        body: { token, username, name: 'Gus Guest', password: PASSWORD },
      })
      expectProblem(await visitor.ask(getAccount, {}), 'not_authenticated')
      await visitor.ok(signIn, { body: { login: email, password: PASSWORD } })
      expect(await visitor.ok(getAccount, {})).toMatchObject({
        username,
        name: 'Gus Guest',
        email,
        emailVerified: true,
      })
    },
  ],
  [
    'username_taken',
    'refuses a username that is taken, and can be used again afterwards',
    async (world) => {
      const { username } = await world.signUp()
      const token = await world.target.invite(addressFor(world))
      expectProblem(await accept(world, token, { username }), 'username_taken')
      expect(await accept(world, token)).toMatchObject({ status: 204 })
    },
  ],
  [
    'validation_failed',
    'judges the password with the address in mind',
    async (world) => {
      const token = await world.target.invite(addressFor(world))
      for (const [password, code] of [
        ['short', 'too_short'],
        ['password1234', 'password_too_weak'],
        [LEAKED_PASSWORD, 'password_breached'],
      ] as const) {
        const answer = await accept(world, token, { password })
        expectProblem(answer, 'validation_failed', [['/body/password', code]])
      }
    },
  ],
  [
    'link_invalid',
    'works once, until it is taken back, for nobody who has an account, and for nothing else',
    async (world) => {
      for (const token of await deadTokens(world)) {
        expectProblem(await accept(world, token), 'link_invalid')
      }
      const token = await world.target.invite(addressFor(world))
      const answer = await world.visitor().ask(verifyEmail, { body: { token } })
      expectProblem(answer, 'link_invalid')
    },
  ],
  [
    'registration_closed',
    'is refused while registration is closed',
    (world) =>
      whileClosed(world, async (visitor) => {
        const body = { token: 'x', username: 'somebody', password: PASSWORD }
        expectProblem(await visitor.ask(acceptInvitation, { body }), 'registration_closed')
      }),
  ],
])

export const invitationCases: readonly Case[] = [...inspecting, ...accepting]
