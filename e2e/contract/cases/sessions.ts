import { expect } from '@jest/globals'
import { getAccount, signIn, signOut } from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem } from '../caller.ts'
import { PASSWORD } from '../world.ts'

const MOST_TRIES = 60

const signingIn = casesOf(signIn, [
  [
    'success',
    'takes username or address in any letter case',
    async (world) => {
      const { username, email } = await world.signUp()
      for (const login of [username, username.toUpperCase(), email, email.toUpperCase()]) {
        const visitor = world.visitor()
        const account = await visitor.ok(signIn, { body: { login, password: PASSWORD } })
        expect(account.username).toBe(username)
        expect(await visitor.ok(getAccount, {})).toEqual(account)
      }
    },
  ],
  [
    'success',
    'gives a new session each time: signing out of one leaves the other',
    async (world) => {
      const person = await world.person()
      const elsewhere = { ...person, ...world.visitor() }
      await world.signIn(elsewhere)
      expect(elsewhere.cookies()).not.toBe(person.cookies())
      await elsewhere.ok(signOut, {})
      await person.ok(getAccount, {})
    },
  ],
  [
    'credentials_wrong',
    'answers an unknown name and a wrong password alike',
    async (world) => {
      const { username } = await world.signUp()
      const ask = async (login: string) => {
        const answer = await world
          .visitor()
          .ask(signIn, { body: { login, password: 'not the password' } })
        const { instance: _, ...problem } = expectProblem(answer, 'credentials_wrong')
        return problem
      }
      expect(await ask(username)).toEqual(await ask(world.unique('unknown')))
    },
  ],
  [
    'account_disabled',
    'refuses a disabled account, to who knows its password only',
    async (world) => {
      const { username, ...person } = await world.signUp()
      await world.target.disableAccount(username)
      const ask = (password: string) => person.ask(signIn, { body: { login: username, password } })
      expectProblem(await ask(PASSWORD), 'account_disabled')
      expectProblem(await ask('not the password'), 'credentials_wrong')
    },
  ],
])

const signingOut = casesOf(signOut, [
  [
    'success',
    'ends the session for every copy of its cookie',
    async (world) => {
      const person = await world.person()
      const cookie = person.cookies()
      await person.ok(signOut, {})
      expectProblem(await person.ask(getAccount, {}), 'not_authenticated')
      const copy = { method: 'GET', path: getAccount.path, headers: { cookie } }
      expectProblem(await world.visitor().send(copy), 'not_authenticated')
    },
  ],
])

export const guessingCases: readonly Case[] = casesOf(signIn, [
  [
    'rate_limited',
    'stops a guesser and says when to come back',
    async (world) => {
      const { username: login } = await world.signUp()
      const visitor = world.visitor()
      const body = { login, password: 'not the password' }
      let answer = await visitor.ask(signIn, { body })
      for (let tries = 1; tries < MOST_TRIES && answer.status === 401; tries += 1) {
        answer = await visitor.ask(signIn, { body })
      }
      const { retryAfter } = expectProblem(answer, 'rate_limited')
      expect(retryAfter).toBeGreaterThan(0)
      expect(answer.headers.get('retry-after')).toBe(String(retryAfter))
    },
  ],
])

export const sessionCases: readonly Case[] = [...signingIn, ...signingOut]
