import { expect } from '@jest/globals'
import {
  completePasswordReset,
  getAccount,
  inspectPasswordReset,
  requestPasswordReset,
  resendVerification,
  signIn,
  verifyEmail,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem } from '../caller.ts'
import { OTHER_PASSWORD, PASSWORD, type World } from '../world.ts'

const verification = casesOf(verifyEmail, [
  [
    'success',
    'verifies the address of the mail',
    async (world) => {
      const person = await world.signUp()
      const token = await world.mailedToken(person.email)
      const answer = await world.visitor().ok(verifyEmail, { body: { token } })
      expect(answer).toEqual({ email: person.email, username: person.username })
      await world.signIn(person)
      expect(await person.ok(getAccount, {})).toMatchObject({ emailVerified: true })
    },
  ],
  [
    'link_invalid',
    'takes a link once',
    async (world) => {
      const person = await world.signUp()
      const token = await world.mailedToken(person.email)
      await world.visitor().ok(verifyEmail, { body: { token } })
      expectProblem(await world.visitor().ask(verifyEmail, { body: { token } }), 'link_invalid')
    },
  ],
  [
    'link_invalid',
    'takes neither nonsense nor the link of a password reset',
    async (world) => {
      const person = await world.signUp()
      const ask = (token: string) => world.visitor().ask(verifyEmail, { body: { token } })
      expectProblem(await ask('nonsense'), 'link_invalid')
      expectProblem(await ask(await resetToken(world, person)), 'link_invalid')
    },
  ],
])

const resending = casesOf(resendVerification, [
  [
    'success',
    'mails a link that works, also in other letter case',
    async (world) => {
      const person = await world.signUp()
      await world.visitor().ok(resendVerification, { body: { email: person.email.toUpperCase() } })
      expect(await world.mailsTo(person.email)).toHaveLength(2)
      await world.verify(person.email)
    },
  ],
  [
    'success',
    'answers alike for unknown and verified addresses, and mails no link',
    async (world) => {
      const person = await world.person()
      const tokensBefore = tokenCount(await world.mailsTo(person.email))
      const unknown = `${world.unique('unknown')}@example.org`
      for (const email of [person.email, unknown]) {
        await world.visitor().ok(resendVerification, { body: { email } })
      }
      expect(tokenCount(await world.mailsTo(person.email))).toBe(tokensBefore)
      expect(await world.mailsTo(unknown)).toEqual([])
    },
  ],
])

const requesting = casesOf(requestPasswordReset, [
  [
    'success',
    'mails a link, asked for by username or by address',
    async (world) => {
      const person = await world.person()
      for (const login of [person.username, person.email]) {
        const before = (await world.mailsTo(person.email)).length
        await world.visitor().ok(requestPasswordReset, { body: { login } })
        expect(await world.mailsTo(person.email)).toHaveLength(before + 1)
      }
    },
  ],
  [
    'success',
    'answers alike where nobody is known, and mails nothing',
    async (world) => {
      const login = `${world.unique('unknown')}@example.org`
      await world.visitor().ok(requestPasswordReset, { body: { login } })
      expect(await world.mailsTo(login)).toEqual([])
    },
  ],
])

const inspecting = casesOf(inspectPasswordReset, [
  [
    'success',
    'tells whose link it is and leaves it good',
    async (world) => {
      const person = await world.person()
      const token = await resetToken(world, person)
      const inspect = () => world.visitor().ok(inspectPasswordReset, { body: { token } })
      const first = await inspect()
      expect(first).toEqual({ username: person.username, name: '', email: person.email })
      expect(await inspect()).toEqual(first)
    },
  ],
  [
    'link_invalid',
    'refuses nonsense and the link of a verification',
    async (world) => {
      const person = await world.signUp()
      const ask = (token: string) => world.visitor().ask(inspectPasswordReset, { body: { token } })
      expectProblem(await ask('nonsense'), 'link_invalid')
      expectProblem(await ask(await world.mailedToken(person.email)), 'link_invalid')
    },
  ],
])

const completing = casesOf(completePasswordReset, [
  [
    'success',
    'sets the password, ends every session and signs nobody in',
    async (world) => {
      const person = await world.person()
      const token = await resetToken(world, person)
      const visitor = world.visitor()
      await visitor.ok(completePasswordReset, { body: { token, password: OTHER_PASSWORD } })
      expectProblem(await visitor.ask(getAccount, {}), 'not_authenticated')
      expectProblem(await person.ask(getAccount, {}), 'not_authenticated')
      const login = person.username
      expectProblem(
        await visitor.ask(signIn, { body: { login, password: PASSWORD } }),
        'credentials_wrong',
      )
      await visitor.ok(signIn, { body: { login, password: OTHER_PASSWORD } })
    },
  ],
  [
    'success',
    'verifies the address that got the mail',
    async (world) => {
      const person = await world.signUp()
      const token = await resetToken(world, person)
      const body = { token, password: OTHER_PASSWORD }
      await world.visitor().ok(completePasswordReset, { body })
      const login = person.username
      const { account } = await person.ok(signIn, { body: { login, password: OTHER_PASSWORD } })
      expect(account?.emailVerified).toBe(true)
    },
  ],
  [
    'link_invalid',
    'takes a link once, and inspects it no more',
    async (world) => {
      const person = await world.person()
      const token = await resetToken(world, person)
      const body = { token, password: OTHER_PASSWORD }
      await world.visitor().ok(completePasswordReset, { body })
      expectProblem(await world.visitor().ask(completePasswordReset, { body }), 'link_invalid')
      expectProblem(
        await world.visitor().ask(inspectPasswordReset, { body: { token } }),
        'link_invalid',
      )
    },
  ],
  [
    'validation_failed',
    'refuses a weak password and leaves the link good',
    async (world) => {
      const person = await world.person()
      const token = await resetToken(world, person)
      const complete = (password: string) =>
        world.visitor().ask(completePasswordReset, { body: { token, password } })
      expectProblem(await complete('password1234'), 'validation_failed', [
        ['/body/password', 'password_too_weak'],
      ])
      expect(await complete(OTHER_PASSWORD)).toMatchObject({ status: 204 })
    },
  ],
])

export const mailedLinkCases: readonly Case[] = [
  ...verification,
  ...resending,
  ...requesting,
  ...inspecting,
  ...completing,
]

async function resetToken(world: World, person: { username: string; email: string }) {
  await world.visitor().ok(requestPasswordReset, { body: { login: person.username } })
  return world.mailedToken(person.email)
}

function tokenCount(mails: readonly { links: readonly string[] }[]): number {
  return mails.flatMap(({ links }) => links).filter((link) => link.includes('token=')).length
}
