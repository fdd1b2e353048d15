import { createHash } from 'node:crypto'
import { expect } from '@jest/globals'
import {
  changePassword,
  checkUsername,
  getAccount,
  getPasswordRange,
  getSite,
  PASSWORD_POLICY_VERSION,
  RANGE_LEAST_LINES,
  registerAccount,
  signIn,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem } from '../caller.ts'
import { LEAKED_PASSWORD, OTHER_PASSWORD, PASSWORD, whileClosed, type World } from '../world.ts'

const registration = (world: World, parts: object = {}) => {
  const username = world.unique('new')
  return { body: { username, email: `${username}@example.org`, password: PASSWORD, ...parts } }
}

const site = casesOf(getSite, [
  [
    'success',
    'tells where packages are, and the password rules',
    async (world) => {
      const answer = await world.visitor().ok(getSite, {})
      expect(answer.passwordPolicy).toBe(PASSWORD_POLICY_VERSION)
      expect(answer.registration).toBe('open')
      expect(new URL(answer.indexUrl).pathname).toBe('/simple/')
      expect(new URL(answer.uploadUrl).pathname).toBe('/legacy/')
    },
  ],
])

const registering = casesOf(registerAccount, [
  [
    'success',
    'opens an account that can sign in and is not verified yet',
    async (world) => {
      const person = await world.signUp({ name: 'Jo Example' })
      const { account } = await person.ok(signIn, {
        body: { login: person.username, password: PASSWORD },
      })
      expect(account).toMatchObject({
        username: person.username,
        name: 'Jo Example',
        email: person.email,
        emailVerified: false,
        admin: false,
      })
      expect(await world.mailsTo(person.email)).toHaveLength(1)
    },
  ],
  [
    'success',
    'answers a known address alike, opens nothing and tells its owner',
    async (world) => {
      const owner = await world.person()
      const mailsBefore = (await world.mailsTo(owner.email)).length
      const username = world.unique('second')
      const answer = await world
        .visitor()
        .ask(registerAccount, registration(world, { username, email: owner.email.toUpperCase() }))
      expect(answer).toMatchObject({ status: 202, body: undefined })
      const { available } = await world.visitor().ok(checkUsername, { params: { username } })
      expect(available).toBe(true)
      const mails = await world.mailsTo(owner.email)
      expect(mails).toHaveLength(mailsBefore + 1)
    },
  ],
  [
    'username_taken',
    'refuses a username that differs by case or look-alikes only',
    async (world) => {
      const { username } = await world.signUp({ username: `${world.unique('taken')}-io` })
      const call = registration(world, { username: username.replace('-io', '.L0').toUpperCase() })
      expectProblem(await world.visitor().ask(registerAccount, call), 'username_taken')
      expect(await world.mailsTo(call.body.email)).toEqual([])
    },
  ],
  [
    'validation_failed',
    'refuses a password that is too short, too long or too easy',
    async (world) => {
      const ask = (password: string) =>
        world.visitor().ask(registerAccount, registration(world, { password }))
      expectProblem(await ask('short'), 'validation_failed', [['/body/password', 'too_short']])
      expectProblem(await ask('x'.repeat(257)), 'validation_failed', [
        ['/body/password', 'too_long'],
      ])
      expectProblem(await ask('password1234'), 'validation_failed', [
        ['/body/password', 'password_too_weak'],
      ])
    },
  ],
  [
    'validation_failed',
    'refuses a password that is in the list of breached ones',
    async (world) => {
      const call = registration(world, { password: LEAKED_PASSWORD })
      expectProblem(await world.visitor().ask(registerAccount, call), 'validation_failed', [
        ['/body/password', 'password_breached'],
      ])
    },
  ],
  [
    'validation_failed',
    'counts the own name and address as known to a guesser',
    async (world) => {
      const password = 'zanzibarian12'
      const ask = (parts: object) =>
        world.visitor().ask(registerAccount, registration(world, { ...parts, password }))
      for (const parts of [
        { name: 'Bartholomew Zanzibarian' },
        { username: 'zanzibarian' },
        { email: 'b.zanzibarian@example.org' },
      ]) {
        expectProblem(await ask(parts), 'validation_failed', [
          ['/body/password', 'password_too_weak'],
        ])
      }
      expect(await ask({ name: 'Somebody Else' })).toMatchObject({ status: 202 })
    },
  ],
  [
    'validation_failed',
    'names every refused field',
    async (world) => {
      const body = {
        username: '-dash',
        email: 'nobody',
        name: 'see http://a.b',
        password: PASSWORD,
      }
      expectProblem(await world.visitor().ask(registerAccount, { body }), 'validation_failed', [
        ['/body/name', 'name_has_link'],
        ['/body/username', 'username_shape'],
        ['/body/email', 'email_shape'],
      ])
    },
  ],
  [
    'registration_closed',
    'is refused while registration is closed',
    (world) =>
      whileClosed(world, async (visitor) => {
        const answer = await visitor.ask(registerAccount, registration(world))
        expectProblem(answer, 'registration_closed')
        expect(await visitor.ok(getSite, {})).toMatchObject({ registration: 'closed' })
      }),
  ],
])

const ranges = casesOf(getPasswordRange, [
  [
    'success',
    'gives the breached passwords of a prefix, among so many that were never seen',
    async (world) => {
      const hash = createHash('sha1').update(LEAKED_PASSWORD).digest('hex').toUpperCase()
      const prefix = hash.slice(0, 5)
      const ask = (asked: string) =>
        world.visitor().ok(getPasswordRange, { params: { prefix: asked } })
      const { lines } = await ask(prefix)
      expect(lines.filter((line) => !line.endsWith(':0'))).toEqual([`${hash.slice(5)}:7`])
      expect(lines.every((line) => /^[0-9A-F]{35}:\d+$/.test(line))).toBe(true)
      expect(lines.length).toBeGreaterThanOrEqual(RANGE_LEAST_LINES)
      expect((await ask(prefix.toLowerCase())).lines).toHaveLength(lines.length)
      const other = (await ask(prefix === '00000' ? '00001' : '00000')).lines
      expect(other).toHaveLength(lines.length)
      expect(other.filter((line) => !line.endsWith(':0'))).toEqual([])
    },
  ],
  [
    'validation_failed',
    'takes five hexadecimal digits',
    async (world) => {
      for (const prefix of ['0000', '000000', '0000G', '../..']) {
        const answer = await world.visitor().ask(getPasswordRange, { params: { prefix } })
        expectProblem(answer, 'validation_failed', [['/params/prefix', 'invalid_format']])
      }
    },
  ],
])

const usernames = casesOf(checkUsername, [
  [
    'success',
    'tells taken names from free ones, whatever their case and separators',
    async (world) => {
      const { username } = await world.signUp()
      const check = (name: string) =>
        world.visitor().ok(checkUsername, { params: { username: name } })
      expect(await check(username.toUpperCase().replace('-', '_'))).toEqual({ available: false })
      expect(await check(world.unique('free'))).toEqual({ available: true })
    },
  ],
  [
    'validation_failed',
    'refuses what is no username',
    async (world) => {
      const answer = await world.visitor().ask(checkUsername, { params: { username: 'a b' } })
      expectProblem(answer, 'validation_failed', [['/params/username', 'username_shape']])
    },
  ],
])

const ownAccount = casesOf(getAccount, [
  [
    'success',
    'shows the signed-in person, verified after the mailed link',
    async (world) => {
      const person = await world.person()
      const account = await person.ok(getAccount, {})
      expect(account).toMatchObject({ username: person.username, emailVerified: true })
      expect(Object.keys(account).toSorted()).toEqual([
        'admin',
        'createdAt',
        'email',
        'emailBounce',
        'emailVerified',
        'id',
        'name',
        'secondFactor',
        'username',
      ])
    },
  ],
])

const passwordChange = casesOf(changePassword, [
  [
    'success',
    'sets the password, ends every other session and keeps this one',
    async (world) => {
      const here = await world.person()
      const elsewhere = { ...here, ...world.visitor() }
      await world.signIn(elsewhere)
      await here.ok(changePassword, {
        body: { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD },
      })
      await here.ok(getAccount, {})
      expectProblem(await elsewhere.ask(getAccount, {}), 'not_authenticated')
      const login = here.username
      expectProblem(
        await world.visitor().ask(signIn, { body: { login, password: PASSWORD } }),
        'credentials_wrong',
      )
      await world.visitor().ok(signIn, { body: { login, password: OTHER_PASSWORD } })
    },
  ],
  [
    'success',
    'gives the session a new cookie; the old one is dead',
    async (world) => {
      const person = await world.person()
      const cookie = person.cookies()
      await person.ok(changePassword, {
        body: { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD },
      })
      const call = { method: 'GET', path: getAccount.path, headers: { cookie } }
      expectProblem(await world.visitor().send(call), 'not_authenticated')
    },
  ],
  [
    'password_wrong',
    'is refused with a wrong current password and changes nothing',
    async (world) => {
      const person = await world.person()
      const body = { currentPassword: 'not the password', newPassword: OTHER_PASSWORD }
      expectProblem(await person.ask(changePassword, { body }), 'password_wrong')
      const login = person.username
      await world.visitor().ok(signIn, { body: { login, password: PASSWORD } })
    },
  ],
  [
    'validation_failed',
    'judges the new password with the account in mind',
    async (world) => {
      const person = await world.person()
      const ask = (newPassword: string) =>
        person.ask(changePassword, { body: { currentPassword: PASSWORD, newPassword } })
      expectProblem(await ask('short'), 'validation_failed', [['/body/newPassword', 'too_short']])
      expectProblem(await ask(`${person.username}-1234`), 'validation_failed', [
        ['/body/newPassword', 'password_too_weak'],
      ])
    },
  ],
])

export const accountCases: readonly Case[] = [
  ...site,
  ...registering,
  ...ranges,
  ...usernames,
  ...ownAccount,
  ...passwordChange,
]
