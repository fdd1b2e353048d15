import { expect } from '@jest/globals'
import {
  changePassword,
  confirmByPasskey,
  confirmByPassword,
  createToken,
  removeAuthenticator,
  startConfirmation,
} from '@wheelhouse/shared-types'
import { casesOf } from '../case.ts'
import { expectProblem } from '../caller.ts'
import { OTHER_PASSWORD, PASSWORD, type Person, type World } from '../world.ts'
import { withApp, withKey } from './two-factor-support.ts'

/** Whether the session of this person may do what only fresh ones may. */
async function isFresh(world: World, person: Person): Promise<boolean> {
  const body = { name: world.unique('fresh'), scope: { kind: 'account' as const } }
  const answer = await person.ask(createToken, { body })
  if (answer.status === 201) return true
  expectProblem(answer, 'reauthentication_required')
  return false
}

export const confirming = [
  ...casesOf(startConfirmation, [
    [
      'success',
      'says what the person can show',
      async (world) => {
        const plain = await world.person()
        expect(await plain.ok(startConfirmation, {})).toEqual({ password: true, passkey: null })
        const { person, key } = await withKey(world)
        const { passkey } = await person.ok(startConfirmation, {})
        expect(passkey?.options['allowCredentials']).toEqual([
          expect.objectContaining({ id: key.id }),
        ])
      },
    ],
  ]),
  ...casesOf(confirmByPassword, [
    [
      'success',
      'makes this session good again, and no other',
      async (world) => {
        const person = await world.person()
        const other = { ...person, ...world.visitor() }
        await world.signIn(other)
        await world.target.ageSessions(person.username)
        expect([await isFresh(world, person), await isFresh(world, other)]).toEqual([false, false])
        await person.ok(confirmByPassword, { body: { password: PASSWORD } })
        expect([await isFresh(world, person), await isFresh(world, other)]).toEqual([true, false])
      },
    ],
    [
      'password_wrong',
      'refuses another password',
      async (world) => {
        const person = await world.person()
        await world.target.ageSessions(person.username)
        const body = { password: OTHER_PASSWORD }
        expectProblem(await person.ask(confirmByPassword, { body }), 'password_wrong')
        expect(await isFresh(world, person)).toBe(false)
      },
    ],
  ]),
  ...casesOf(confirmByPasskey, [
    [
      'success',
      'makes the session good again',
      async (world) => {
        const { person, key } = await withKey(world)
        await world.target.ageSessions(person.username)
        const { passkey } = await person.ok(startConfirmation, {})
        const { options = { challenge: '' }, challenge = '' } = passkey ?? {}
        await person.ok(confirmByPasskey, { body: { challenge, response: key.assert(options) } })
        expect(await isFresh(world, person)).toBe(true)
      },
    ],
    [
      'passkey_refused',
      'refuses somebody else’s key, and other sites',
      async (world) => {
        const { person, key } = await withKey(world)
        const { key: foreign } = await withKey(world)
        await world.target.ageSessions(person.username)
        for (const [by, forgery] of [
          [foreign, {}],
          [key, { origin: 'https://evil.example' }],
        ] as const) {
          const { passkey } = await person.ok(startConfirmation, {})
          const { options = { challenge: '' }, challenge = '' } = passkey ?? {}
          const body = { challenge, response: by.assert(options, forgery) }
          expectProblem(await person.ask(confirmByPasskey, { body }), 'passkey_refused')
        }
        expect(await isFresh(world, person)).toBe(false)
      },
    ],
    [
      'step_invalid',
      'takes a challenge once',
      async (world) => {
        const { person, key } = await withKey(world)
        const { passkey } = await person.ok(startConfirmation, {})
        const { options = { challenge: '' }, challenge = '' } = passkey ?? {}
        const body = { challenge, response: key.assert(options) }
        await person.ok(confirmByPasskey, { body })
        expectProblem(await person.ask(confirmByPasskey, { body }), 'step_invalid')
      },
    ],
  ]),
]

/** Nine characters: zxcvbn lets no eight of them pass. */
const SHORT = 'zq9#Kv2mX'

export const shortPasswords = casesOf(changePassword, [
  [
    'validation_failed',
    'refuses a short password where it would stand alone',
    async (world) => {
      const person = await world.person()
      const body = { currentPassword: PASSWORD, newPassword: SHORT }
      const answer = await person.ask(changePassword, { body })
      expectProblem(answer, 'validation_failed', [['/body/newPassword', 'too_short']])
    },
  ],
  [
    'success',
    'takes a shorter one beside a second factor, which then stays',
    async (world) => {
      const { person } = await withApp(world)
      const change = (currentPassword: string, newPassword: string) =>
        person.ask(changePassword, { body: { currentPassword, newPassword } })
      expectProblem(await change(PASSWORD, SHORT.slice(2)), 'validation_failed', [
        ['/body/newPassword', 'too_short'],
      ])
      expect((await change(PASSWORD, SHORT)).status).toBe(204)
      expectProblem(await person.ask(removeAuthenticator, {}), 'password_short')
      expect((await change(SHORT, OTHER_PASSWORD)).status).toBe(204)
      await person.ok(removeAuthenticator, {})
    },
  ],
])
