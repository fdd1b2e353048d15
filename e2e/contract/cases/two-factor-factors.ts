import { expect } from '@jest/globals'
import { SoftwareAuthenticator } from '@wheelhouse/api/test/software-authenticator'
import {
  addAuthenticator,
  addPasskey,
  checkRecoveryCode,
  getAccount,
  getTwoFactor,
  makeRecoveryCodes,
  MOST_PASSKEYS,
  removeAuthenticator,
  removePasskey,
  renamePasskey,
  signIn,
  startAuthenticator,
  startPasskey,
} from '@wheelhouse/shared-types'
import { fromBase32 } from '@wheelhouse/shared-types/totp'
import { casesOf } from '../case.ts'
import { expectProblem, type Caller } from '../caller.ts'
import { PASSWORD } from '../world.ts'
import {
  NO_ID,
  WRONG_CODE,
  codeOf,
  unverified,
  withApp,
  addKey,
  withKey,
} from './two-factor-support.ts'

export const reading = casesOf(getTwoFactor, [
  [
    'success',
    'has nothing at first, then what was set up, and no secret of it',
    async (world) => {
      const person = await world.person()
      expect(await person.ok(getTwoFactor, {})).toEqual({
        passkeys: [],
        authenticator: null,
        recoveryCodes: null,
        required: false,
      })
      const { passkey } = await addKey(world, person)
      const state = await person.ok(getTwoFactor, {})
      expect(state.passkeys).toEqual([passkey])
      expect(state.recoveryCodes).toMatchObject({ total: 10, left: 10, confirmed: false })
      expect((await person.ok(getAccount, {})).secondFactor).toBe(true)
      const { passkey: second } = await addKey(world, person)
      expect((await person.ok(getTwoFactor, {})).passkeys).toEqual([passkey, second])
    },
  ],
])

export const app = [
  ...casesOf(startAuthenticator, [
    [
      'success',
      'gives a secret of 160 bits and its address for apps',
      async (world) => {
        const person = await world.person()
        const { secret, uri } = await person.ok(startAuthenticator, {})
        expect(fromBase32(secret)).toHaveLength(20)
        expect(uri).toMatch(/^otpauth:\/\/totp\//)
        expect(new URL(uri).searchParams.get('secret')).toBe(secret)
        expect((await person.ok(getTwoFactor, {})).authenticator).toBeNull()
      },
    ],
    [
      'authenticator_exists',
      'gives no second one',
      async (world) => {
        const { person } = await withApp(world)
        expectProblem(await person.ask(startAuthenticator, {}), 'authenticator_exists')
      },
    ],
    [
      'email_unverified',
      'is for people whom mail reaches',
      async (world) => {
        const person = await unverified(world)
        expectProblem(await person.ask(startAuthenticator, {}), 'email_unverified')
      },
    ],
  ]),
  ...casesOf(addAuthenticator, [
    [
      'success',
      'adds it, gives ten codes, ends other sessions and tells the owner',
      async (world) => {
        const person = await world.person()
        const other = { ...person, ...world.visitor() }
        await world.signIn(other)
        const { setup, secret } = await person.ok(startAuthenticator, {})
        const body = { setup, code: await codeOf(secret) }
        const { recoveryCodes } = await person.ok(addAuthenticator, { body })
        expect(new Set(recoveryCodes).size).toBe(10)
        expectProblem(await other.ask(getAccount, {}), 'not_authenticated')
        await person.ok(getAccount, {})
        const mails = await world.mailsTo(person.email)
        expect(mails.at(-1)?.subject).toBe('An authentication app was added to your account')
      },
    ],
    [
      'code_wrong',
      'refuses a code of another secret',
      async (world) => {
        const person = await world.person()
        const { setup, secret } = await person.ok(startAuthenticator, {})
        const body = { setup, code: await codeOf(secret, 1000) }
        expectProblem(await person.ask(addAuthenticator, { body }), 'code_wrong')
      },
    ],
    [
      'clock_drift',
      'says how wrong the clock of the app is',
      async (world) => {
        const person = await world.person()
        const { setup, secret } = await person.ok(startAuthenticator, {})
        const body = { setup, code: await codeOf(secret, 6) }
        const { reason } = expectProblem(
          await person.ask(addAuthenticator, { body }),
          'clock_drift',
        )
        expect(Number(reason)).toBeGreaterThan(60)
      },
    ],
    [
      'step_invalid',
      'takes a set-up from the person who began it only',
      async (world) => {
        const [person, other] = [await world.person(), await world.person()]
        const { setup, secret } = await person.ok(startAuthenticator, {})
        const code = await codeOf(secret)
        expectProblem(await other.ask(addAuthenticator, { body: { setup, code } }), 'step_invalid')
        expectProblem(
          await person.ask(addAuthenticator, { body: { setup: 'x', code } }),
          'step_invalid',
        )
      },
    ],
    [
      'authenticator_exists',
      'adds no second one, from a set-up that was begun before',
      async (world) => {
        const person = await world.person()
        const one = await person.ok(startAuthenticator, {})
        const two = await person.ok(startAuthenticator, {})
        const add = async ({ setup, secret }: typeof one) =>
          person.ask(addAuthenticator, { body: { setup, code: await codeOf(secret) } })
        expect((await add(one)).status).toBe(201)
        expectProblem(await add(two), 'authenticator_exists')
      },
    ],
    [
      'email_unverified',
      'is for people whom mail reaches',
      async (world) => {
        const person = await unverified(world)
        const body = { setup: 'x', code: '123456' }
        expectProblem(await person.ask(addAuthenticator, { body }), 'email_unverified')
      },
    ],
    [
      'validation_failed',
      'takes six digits, in groups or not, and nothing else',
      async (world) => {
        const person = await world.anyone()
        for (const code of ['12345', '1234567', 'abcdef', '12 34 5']) {
          const answer = await person.ask(addAuthenticator, { body: { setup: 'x', code } })
          expectProblem(answer, 'validation_failed', [['/body/code', 'totp_shape']])
        }
      },
    ],
  ]),
  ...casesOf(removeAuthenticator, [
    [
      'success',
      'removes it, and with the last factor the codes',
      async (world) => {
        const { person } = await withApp(world)
        await person.ok(removeAuthenticator, {})
        const state = await person.ok(getTwoFactor, {})
        expect([state.authenticator, state.recoveryCodes]).toEqual([null, null])
        const visitor = world.visitor()
        const body = { login: person.username, password: PASSWORD }
        expect((await visitor.ok(signIn, { body })).secondStep).toBeNull()
      },
    ],
    [
      'not_found',
      'says so when there is none',
      async (world) => {
        const person = await world.person()
        expectProblem(await person.ask(removeAuthenticator, {}), 'not_found')
      },
    ],
    [
      'password_short',
      'keeps the last factor of a short password',
      async (world) => {
        const { person } = await withApp(world)
        await world.target.shortenPassword(person.username)
        expectProblem(await person.ask(removeAuthenticator, {}), 'password_short')
        await addKey(world, person)
        await person.ok(removeAuthenticator, {})
      },
    ],
  ]),
]

export const passkeys = [
  ...casesOf(startPasskey, [
    [
      'success',
      'gives options with what is there already left out',
      async (world) => {
        const { person, key } = await withKey(world)
        const { options } = await person.ok(startPasskey, {})
        expect(options['excludeCredentials']).toEqual([
          expect.objectContaining({ id: key.id, type: 'public-key' }),
        ])
        expect(options['rp']).toMatchObject({ name: 'Wheelhouse' })
      },
    ],
    [
      'email_unverified',
      'is for people whom mail reaches',
      async (world) => {
        expectProblem(await (await unverified(world)).ask(startPasskey, {}), 'email_unverified')
      },
    ],
    [
      'too_many_passkeys',
      'stops at the most that are allowed',
      async (world) => {
        const person = await world.person()
        for (let count = 0; count < MOST_PASSKEYS; count += 1) await addKey(world, person)
        expectProblem(await person.ask(startPasskey, {}), 'too_many_passkeys')
      },
    ],
  ]),
  ...casesOf(addPasskey, [
    [
      'success',
      'adds it under its name, with codes the first time alone',
      async (world) => {
        const person = await world.person()
        const one = await addKey(world, person, 'blue')
        expect([one.passkey.name, one.recoveryCodes?.length]).toEqual(['blue', 10])
        const two = await addKey(world, person, 'red')
        expect(two.recoveryCodes).toBeNull()
        const { passkeys: listed } = await person.ok(getTwoFactor, {})
        expect(listed.map(({ name }) => name)).toEqual(['blue', 'red'])
      },
    ],
    [
      'passkey_refused',
      'refuses one that was made for another site or challenge',
      async (world) => {
        const person = await world.person()
        for (const forgery of [
          { origin: 'https://evil.example' },
          { challenge: 'A'.repeat(43) },
          { type: 'webauthn.get' },
        ]) {
          const key = new SoftwareAuthenticator(world.target.origin)
          const { options, challenge } = await person.ok(startPasskey, {})
          const body = { challenge, name: 'x', response: key.register(options, forgery) }
          expectProblem(await person.ask(addPasskey, { body }), 'passkey_refused')
        }
      },
    ],
    [
      'step_invalid',
      'takes a challenge once, and from the person who got it only',
      async (world) => {
        const [person, other] = [await world.person(), await world.person()]
        const { options, challenge } = await person.ok(startPasskey, {})
        const add = (caller: Caller) => {
          const response = new SoftwareAuthenticator(world.target.origin).register(options)
          return caller.ask(addPasskey, {
            body: { challenge, name: world.unique('key'), response },
          })
        }
        expectProblem(await add(other), 'step_invalid')
        expect((await add(person)).status).toBe(201)
        expectProblem(await add(person), 'step_invalid')
      },
    ],
    [
      'passkey_listed',
      'refuses one that is on an account already',
      async (world) => {
        const { key } = await withKey(world)
        const other = await world.person()
        const { options, challenge } = await other.ok(startPasskey, {})
        const body = { challenge, name: 'x', response: key.register(options) }
        expectProblem(await other.ask(addPasskey, { body }), 'passkey_listed')
      },
    ],
    [
      'passkey_name_taken',
      'refuses a second one of a name',
      async (world) => {
        const { person, passkey } = await withKey(world)
        const { options, challenge } = await person.ok(startPasskey, {})
        const response = new SoftwareAuthenticator(world.target.origin).register(options)
        const body = { challenge, name: passkey.name, response }
        expectProblem(await person.ask(addPasskey, { body }), 'passkey_name_taken')
      },
    ],
    [
      'email_unverified',
      'is for people whom mail reaches',
      async (world) => {
        const other = await world.person()
        const { options, challenge } = await other.ok(startPasskey, {})
        const response = new SoftwareAuthenticator(world.target.origin).register(options)
        const body = { challenge, name: 'x', response }
        const person = await unverified(world)
        expectProblem(await person.ask(addPasskey, { body }), 'email_unverified')
      },
    ],
    [
      'too_many_passkeys',
      'counts those that came while it was made',
      async (world) => {
        const person = await world.person()
        for (let count = 1; count < MOST_PASSKEYS; count += 1) await addKey(world, person)
        const { options, challenge } = await person.ok(startPasskey, {})
        await addKey(world, person)
        const response = new SoftwareAuthenticator(world.target.origin).register(options)
        const body = { challenge, name: 'one too many', response }
        expectProblem(await person.ask(addPasskey, { body }), 'too_many_passkeys')
      },
    ],
  ]),
  ...casesOf(renamePasskey, [
    [
      'success',
      'gives it another name, or the same again',
      async (world) => {
        const { person, passkey } = await withKey(world)
        const params = { id: passkey.id }
        for (const name of ['desk drawer', 'desk drawer']) {
          const renamed = await person.ok(renamePasskey, { params, body: { name } })
          expect(renamed).toEqual({ ...passkey, name })
        }
      },
    ],
    [
      'passkey_name_taken',
      'refuses the name of another one',
      async (world) => {
        const { person, passkey } = await withKey(world)
        const { passkey: other } = await addKey(world, person)
        const call = { params: { id: other.id }, body: { name: passkey.name } }
        expectProblem(await person.ask(renamePasskey, call), 'passkey_name_taken')
      },
    ],
    [
      'not_found',
      'knows none of others, and none that never was',
      async (world) => {
        const { passkey } = await withKey(world)
        const stranger = await world.person()
        for (const id of [passkey.id, NO_ID]) {
          const call = { params: { id }, body: { name: 'mine now' } }
          expectProblem(await stranger.ask(renamePasskey, call), 'not_found')
        }
      },
    ],
  ]),
  ...casesOf(removePasskey, [
    [
      'success',
      'removes the one that is named, and tells the owner',
      async (world) => {
        const { person, passkey } = await withKey(world)
        const { passkey: other } = await addKey(world, person)
        await person.ok(removePasskey, { params: { id: passkey.id } })
        expect((await person.ok(getTwoFactor, {})).passkeys).toEqual([other])
        const mails = await world.mailsTo(person.email)
        expect(mails.at(-1)?.subject).toBe('A passkey was removed from your account')
      },
    ],
    [
      'not_found',
      'removes none of others, and none twice',
      async (world) => {
        const { person, passkey } = await withKey(world)
        const params = { id: passkey.id }
        expectProblem(await (await world.person()).ask(removePasskey, { params }), 'not_found')
        await person.ok(removePasskey, { params })
        expectProblem(await person.ask(removePasskey, { params }), 'not_found')
      },
    ],
    [
      'password_short',
      'keeps the last factor of a short password',
      async (world) => {
        const { person, passkey } = await withKey(world)
        await world.target.shortenPassword(person.username)
        const params = { id: passkey.id }
        expectProblem(await person.ask(removePasskey, { params }), 'password_short')
      },
    ],
  ]),
]

export const codes = [
  ...casesOf(makeRecoveryCodes, [
    [
      'success',
      'makes ten new ones; those from before are dead',
      async (world) => {
        const { person, recoveryCodes: old } = await withApp(world)
        const { recoveryCodes } = await person.ok(makeRecoveryCodes, {})
        expect(new Set([...old, ...recoveryCodes]).size).toBe(20)
        const check = (code = '') => person.ask(checkRecoveryCode, { body: { code } })
        expectProblem(await check(old[0]), 'code_wrong')
        expect((await check(recoveryCodes[0])).status).toBe(204)
      },
    ],
    [
      'second_factor_missing',
      'makes none where there is nothing to stand in for',
      async (world) => {
        const person = await world.person()
        expectProblem(await person.ask(makeRecoveryCodes, {}), 'second_factor_missing')
      },
    ],
  ]),
  ...casesOf(checkRecoveryCode, [
    [
      'success',
      'takes any code in any spelling, again and again, and remembers that',
      async (world) => {
        const { person, recoveryCodes } = await withApp(world)
        for (const code of [recoveryCodes[4] ?? '', (recoveryCodes[4] ?? '').toUpperCase()]) {
          await person.ok(checkRecoveryCode, { body: { code } })
        }
        const state = await person.ok(getTwoFactor, {})
        expect(state.recoveryCodes).toMatchObject({ left: 10, confirmed: true })
      },
    ],
    [
      'code_wrong',
      'refuses a code that is none of them',
      async (world) => {
        const { person } = await withApp(world)
        const answer = await person.ask(checkRecoveryCode, { body: { code: WRONG_CODE } })
        expectProblem(answer, 'code_wrong')
      },
    ],
  ]),
]
