import { expect } from '@jest/globals'
import { SoftwareAuthenticator } from '@wheelhouse/api/test/software-authenticator'
import {
  changePassword,
  finishSignInByCode,
  finishSignInByPasskey,
  getAccount,
  getTwoFactor,
  makeRecoveryCodes,
  removeAuthenticator,
  signIn,
  signInByPasskey,
  signOut,
  startPasskeySignIn,
  startSecondStepPasskey,
} from '@wheelhouse/shared-types'
import { casesOf } from '../case.ts'
import { expectProblem, type Caller } from '../caller.ts'
import { OTHER_PASSWORD, PASSWORD } from '../world.ts'
import {
  WRONG_CODE,
  codeOf,
  withApp,
  addKey,
  withKey,
  begin,
  enterByCode,
} from './two-factor-support.ts'

export const finishing = [
  ...casesOf(signIn, [
    [
      'success',
      'gives a step and no session where there is a second factor',
      async (world) => {
        const { person } = await withApp(world)
        const visitor = world.visitor()
        const body = { login: person.username, password: PASSWORD }
        const { account, secondStep } = await visitor.ok(signIn, { body })
        expect([account, secondStep?.factors]).toEqual([null, ['authenticator', 'recovery']])
        expect(Date.parse(secondStep?.expiresAt ?? '')).toBeGreaterThan(Date.now())
        expect(visitor.cookies()).toBe('')
        expectProblem(await visitor.ask(getAccount, {}), 'not_authenticated')
      },
    ],
  ]),
  ...casesOf(finishSignInByCode, [
    [
      'success',
      'opens the session with the code of the app, or with a recovery code',
      async (world) => {
        const { person, secret, recoveryCodes } = await withApp(world)
        for (const [factor, code] of [
          ['authenticator', await codeOf(secret)],
          ['recovery', recoveryCodes[0] ?? ''],
        ] as const) {
          const visitor = world.visitor()
          const account = await enterByCode(world, visitor, person, { factor, code })
          expect(await visitor.ok(getAccount, {})).toEqual(account)
        }
      },
    ],
    [
      'success',
      'opens the session at once in a browser in which the account was open before',
      async (world) => {
        const { person, recoveryCodes } = await withApp(world)
        const [first, second, third] = recoveryCodes as [string, string, string]
        const finish = async (caller: Caller, code: string) => {
          const body = { step: await begin(caller, person), factor: 'recovery' as const, code }
          return caller.ok(finishSignInByCode, { body })
        }
        // Where the factor was set up.
        const { username } = person
        expect(await finish(person, first)).toMatchObject({ account: { username } })
        const elsewhere = world.visitor()
        await enterByCode(world, elsewhere, person, { factor: 'recovery', code: second })
        await elsewhere.ok(signOut, {})
        expect(await finish(elsewhere, third)).toMatchObject({ deviceCheck: null })
      },
    ],
    [
      'success',
      'remembers the browser when asked, but not for a recovery code',
      async (world) => {
        const { person, secret, recoveryCodes } = await withApp(world)
        const login = { login: person.username, password: PASSWORD }
        const unknown = world.visitor()
        await enterByCode(world, unknown, person, {
          factor: 'recovery',
          code: recoveryCodes[0] ?? '',
          rememberDevice: true,
        })
        expect((await unknown.ok(signIn, { body: login })).secondStep).not.toBeNull()
        const known = world.visitor()
        await enterByCode(world, known, person, {
          factor: 'authenticator',
          code: await codeOf(secret),
          rememberDevice: true,
        })
        expect((await known.ok(signIn, { body: login })).secondStep).toBeNull()
        await known.ok(makeRecoveryCodes, {})
        await known.ok(removeAuthenticator, {})
        await addKey(world, { ...person, ...known })
        expect((await known.ok(signIn, { body: login })).secondStep).not.toBeNull()
      },
    ],
    [
      'code_wrong',
      'takes each code once, and none of another kind; the step stays good',
      async (world) => {
        const { person, secret, recoveryCodes } = await withApp(world)
        const code = await codeOf(secret)
        const recovery = recoveryCodes[0] ?? ''
        const used = world.visitor()
        const first = { step: await begin(used, person), factor: 'authenticator', code } as const
        await used.ok(finishSignInByCode, { body: first })
        const visitor = world.visitor()
        const step = await begin(visitor, person)
        for (const [factor, typed] of [
          ['authenticator', code],
          ['authenticator', recovery],
          ['recovery', code],
          ['recovery', WRONG_CODE],
        ] as const) {
          const body = { step, factor, code: typed }
          expectProblem(await visitor.ask(finishSignInByCode, { body }), 'code_wrong')
        }
        await visitor.ok(finishSignInByCode, { body: { step, factor: 'recovery', code: recovery } })
      },
    ],
    [
      'clock_drift',
      'says that the clock of the app is slow',
      async (world) => {
        const { person, secret } = await withApp(world)
        const visitor = world.visitor()
        const step = await begin(visitor, person)
        const body = { step, factor: 'authenticator', code: await codeOf(secret, -6) } as const
        const { reason } = expectProblem(
          await visitor.ask(finishSignInByCode, { body }),
          'clock_drift',
        )
        expect(Number(reason)).toBeLessThan(-60)
      },
    ],
    [
      'step_invalid',
      'takes a step once, and none once the password is another',
      async (world) => {
        const { person, recoveryCodes } = await withApp(world)
        const visitor = world.visitor()
        const finish = (step: string, code = '') =>
          visitor.ask(finishSignInByCode, { body: { step, factor: 'recovery', code } })
        const step = await begin(visitor, person)
        const stale = await begin(world.visitor(), person)
        expect((await finish(step, recoveryCodes[0])).status).toBe(201)
        expectProblem(await finish(step, recoveryCodes[1]), 'step_invalid')
        expectProblem(await finish('x', recoveryCodes[1]), 'step_invalid')
        const body = { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD }
        await person.ok(changePassword, { body })
        expectProblem(await finish(stale, recoveryCodes[1]), 'step_invalid')
      },
    ],
    [
      'account_disabled',
      'opens nothing for an account that was disabled meanwhile',
      async (world) => {
        const { person, recoveryCodes } = await withApp(world)
        const visitor = world.visitor()
        const step = await begin(visitor, person)
        await world.target.disableAccount(person.username)
        const body = { step, factor: 'recovery', code: recoveryCodes[0] ?? '' } as const
        expectProblem(await visitor.ask(finishSignInByCode, { body }), 'account_disabled')
      },
    ],
  ]),
  ...casesOf(startSecondStepPasskey, [
    [
      'success',
      'gives options for the keys of this account alone',
      async (world) => {
        const { person, key } = await withKey(world)
        const visitor = world.visitor()
        const step = await begin(visitor, person)
        const { options } = await visitor.ok(startSecondStepPasskey, { body: { step } })
        expect(options['allowCredentials']).toEqual([expect.objectContaining({ id: key.id })])
      },
    ],
    [
      'step_invalid',
      'gives none without a step',
      async (world) => {
        const answer = await world.visitor().ask(startSecondStepPasskey, { body: { step: 'x' } })
        expectProblem(answer, 'step_invalid')
      },
    ],
  ]),
  ...casesOf(finishSignInByPasskey, [
    [
      'success',
      'opens the session, and the key says when it was used',
      async (world) => {
        const { person, key } = await withKey(world)
        const visitor = world.visitor()
        const step = await begin(visitor, person)
        const { options, challenge } = await visitor.ok(startSecondStepPasskey, { body: { step } })
        const body = { step, challenge, response: key.assert(options) }
        await visitor.ok(finishSignInByPasskey, { body })
        const state = await visitor.ok(getTwoFactor, {})
        expect(state.passkeys[0]?.lastUsedAt).not.toBeNull()
      },
    ],
    [
      'passkey_refused',
      'refuses other sites, other challenges, other people’s keys and counters that go back',
      async (world) => {
        const { person, key } = await withKey(world)
        const { key: foreign } = await withKey(world)
        const visitor = world.visitor()
        const step = await begin(visitor, person)
        const show = async (by: SoftwareAuthenticator, forgery = {}) => {
          const { options, challenge } = await visitor.ok(startSecondStepPasskey, {
            body: { step },
          })
          const body = { step, challenge, response: by.assert(options, forgery) }
          return visitor.ask(finishSignInByPasskey, { body })
        }
        expectProblem(await show(foreign), 'passkey_refused')
        for (const forgery of [
          { origin: 'https://evil.example' },
          { challenge: 'A'.repeat(43) },
          { type: 'webauthn.create' },
        ]) {
          expectProblem(await show(key, forgery), 'passkey_refused')
        }
        expect((await show(key, { counter: 9 })).status).toBe(201)
        const again = await begin(visitor, person)
        const { options, challenge } = await visitor.ok(startSecondStepPasskey, {
          body: { step: again },
        })
        const response = key.assert(options, { counter: 9 })
        const answer = await visitor.ask(finishSignInByPasskey, {
          body: { step: again, challenge, response },
        })
        expectProblem(answer, 'passkey_refused')
      },
    ],
    [
      'step_invalid',
      'takes a challenge once',
      async (world) => {
        const { person, key } = await withKey(world)
        const visitor = world.visitor()
        const step = await begin(visitor, person)
        const other = await begin(world.visitor(), person)
        const { options, challenge } = await visitor.ok(startSecondStepPasskey, { body: { step } })
        const shown = { challenge, response: key.assert(options) }
        await visitor.ok(finishSignInByPasskey, { body: { step, ...shown } })
        for (const again of [step, other]) {
          const body = { step: again, ...shown }
          expectProblem(await visitor.ask(finishSignInByPasskey, { body }), 'step_invalid')
        }
      },
    ],
    [
      'account_disabled',
      'opens nothing for an account that was disabled meanwhile',
      async (world) => {
        const { person, key } = await withKey(world)
        const visitor = world.visitor()
        const step = await begin(visitor, person)
        const { options, challenge } = await visitor.ok(startSecondStepPasskey, { body: { step } })
        await world.target.disableAccount(person.username)
        const body = { step, challenge, response: key.assert(options) }
        expectProblem(await visitor.ask(finishSignInByPasskey, { body }), 'account_disabled')
      },
    ],
  ]),
]

export const alone = [
  ...casesOf(startPasskeySignIn, [
    [
      'success',
      'gives options for whichever key the browser has, which must verify the person',
      async (world) => {
        const { options } = await world.visitor().ok(startPasskeySignIn, {})
        expect(options).toMatchObject({ userVerification: 'required' })
        expect(options['allowCredentials']).toBeUndefined()
      },
    ],
  ]),
  ...casesOf(signInByPasskey, [
    [
      'success',
      'signs in without name and password',
      async (world) => {
        const { person, key } = await withKey(world)
        const visitor = world.visitor()
        const { options, challenge } = await visitor.ok(startPasskeySignIn, {})
        const body = { challenge, response: key.assert(options) }
        const account = await visitor.ok(signInByPasskey, { body })
        expect(account.username).toBe(person.username)
        expect(await visitor.ok(getAccount, {})).toEqual(account)
      },
    ],
    [
      'passkey_refused',
      'refuses a key that nobody has, one that verified nobody, and other sites',
      async (world) => {
        const { key } = await withKey(world)
        const visitor = world.visitor()
        const show = async (by: SoftwareAuthenticator, forgery = {}) => {
          const { options, challenge } = await visitor.ok(startPasskeySignIn, {})
          const body = { challenge, response: by.assert(options, forgery) }
          return visitor.ask(signInByPasskey, { body })
        }
        const unknown = new SoftwareAuthenticator(world.target.origin)
        expectProblem(await show(unknown), 'passkey_refused')
        expectProblem(await show(key, { verified: false }), 'passkey_refused')
        expectProblem(await show(key, { origin: 'https://evil.example' }), 'passkey_refused')
      },
    ],
    [
      'step_invalid',
      'takes a challenge once, and none of another purpose',
      async (world) => {
        const { person, key } = await withKey(world)
        const visitor = world.visitor()
        const { options, challenge } = await visitor.ok(startPasskeySignIn, {})
        const body = { challenge, response: key.assert(options) }
        await visitor.ok(signInByPasskey, { body })
        expectProblem(await visitor.ask(signInByPasskey, { body }), 'step_invalid')
        const other = world.visitor()
        const step = await begin(other, person)
        const begun = await other.ok(startSecondStepPasskey, { body: { step } })
        const response = key.assert(begun.options)
        const answer = await other.ask(signInByPasskey, {
          body: { challenge: begun.challenge, response },
        })
        expectProblem(answer, 'step_invalid')
      },
    ],
    [
      'account_disabled',
      'opens nothing for a disabled account',
      async (world) => {
        const { person, key } = await withKey(world)
        await world.target.disableAccount(person.username)
        const visitor = world.visitor()
        const { options, challenge } = await visitor.ok(startPasskeySignIn, {})
        const body = { challenge, response: key.assert(options) }
        expectProblem(await visitor.ask(signInByPasskey, { body }), 'account_disabled')
      },
    ],
  ]),
]
