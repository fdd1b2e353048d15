import { expect } from '@jest/globals'
import { SoftwareAuthenticator } from '@wheelhouse/api/test/software-authenticator'
import {
  addAuthenticator,
  addPasskey,
  changePassword,
  checkRecoveryCode,
  confirmByPasskey,
  confirmByPassword,
  createToken,
  finishSignInByCode,
  finishSignInByPasskey,
  getAccount,
  getTwoFactor,
  makeRecoveryCodes,
  MOST_PASSKEYS,
  removeAuthenticator,
  removePasskey,
  renamePasskey,
  signIn,
  signInByPasskey,
  startAuthenticator,
  startConfirmation,
  startPasskey,
  startPasskeySignIn,
  startSecondStepPasskey,
} from '@wheelhouse/shared-types'
import { fromBase32, totpCode, totpStep } from '@wheelhouse/shared-types/totp'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, type Caller } from '../caller.ts'
import { OTHER_PASSWORD, PASSWORD, type Person, type World } from '../world.ts'

const NO_ID = '0198f3c4-0000-7000-8000-000000000000'
const WRONG_CODE = '0'.repeat(24)

const codeOf = (secret: string, away = 0) =>
  totpCode(fromBase32(secret), totpStep(Date.now()) + away)

async function unverified(world: World): Promise<Person> {
  const person = await world.signUp()
  await world.signIn(person)
  return person
}

/** Somebody with an authentication app, whose present code is unused. */
async function withApp(world: World) {
  const person = await world.person()
  const { setup, secret } = await person.ok(startAuthenticator, {})
  const code = await codeOf(secret, -1)
  const { recoveryCodes } = await person.ok(addAuthenticator, { body: { setup, code } })
  return { person, secret, recoveryCodes: recoveryCodes ?? [] }
}

/** Adds a key in software. */
async function addKey(world: World, person: Person, name = world.unique('key')) {
  const key = new SoftwareAuthenticator(world.target.origin)
  const { options, challenge } = await person.ok(startPasskey, {})
  const body = { challenge, name, response: key.register(options) }
  const { passkey, recoveryCodes } = await person.ok(addPasskey, { body })
  return { key, passkey, recoveryCodes }
}

async function withKey(world: World) {
  const person = await world.person()
  return { person, ...(await addKey(world, person)) }
}

/** The step after the right password. */
async function begin(caller: Caller, { username }: Person, password = PASSWORD): Promise<string> {
  const { account, secondStep } = await caller.ok(signIn, { body: { login: username, password } })
  expect(account).toBeNull()
  return secondStep?.step ?? ''
}

const reading = casesOf(getTwoFactor, [
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
    },
  ],
])

const app = [
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

const passkeys = [
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

const codes = [
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

const finishing = [
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
          const body = { step: await begin(visitor, person), factor, code }
          const account = await visitor.ok(finishSignInByCode, { body })
          expect(await visitor.ok(getAccount, {})).toEqual(account)
        }
      },
    ],
    [
      'success',
      'remembers the browser when asked, but not for a recovery code',
      async (world) => {
        const { person, secret, recoveryCodes } = await withApp(world)
        const login = { login: person.username, password: PASSWORD }
        const unknown = world.visitor()
        await unknown.ok(finishSignInByCode, {
          body: {
            step: await begin(unknown, person),
            factor: 'recovery',
            code: recoveryCodes[0] ?? '',
            rememberDevice: true,
          },
        })
        expect((await unknown.ok(signIn, { body: login })).secondStep).not.toBeNull()
        const known = world.visitor()
        await known.ok(finishSignInByCode, {
          body: {
            step: await begin(known, person),
            factor: 'authenticator',
            code: await codeOf(secret),
            rememberDevice: true,
          },
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

const alone = [
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

/** Whether the session of this person may do what only fresh ones may. */
async function isFresh(world: World, person: Person): Promise<boolean> {
  const body = { name: world.unique('fresh'), scope: { kind: 'account' as const } }
  const answer = await person.ask(createToken, { body })
  if (answer.status === 201) return true
  expectProblem(answer, 'reauthentication_required')
  return false
}

const confirming = [
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

const shortPasswords = casesOf(changePassword, [
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

export const twoFactorCases: readonly Case[] = [
  ...reading,
  ...app,
  ...passkeys,
  ...codes,
  ...finishing,
  ...alone,
  ...confirming,
  ...shortPasswords,
]
