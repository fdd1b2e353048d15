import { expect } from '@jest/globals'
import {
  completePasswordReset,
  endOtherSessions,
  endSession,
  getAccount,
  listSessions,
  signIn,
  signOut,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem } from '../caller.ts'
import { OTHER_PASSWORD, PASSWORD, type Person, type World } from '../world.ts'

const MOST_TRIES = 60

const signingIn = casesOf(signIn, [
  [
    'success',
    'takes username or address in any letter case',
    async (world) => {
      const { username, email } = await world.signUp()
      for (const login of [username, username.toUpperCase(), email, email.toUpperCase()]) {
        const visitor = world.visitor()
        const { account, secondStep } = await visitor.ok(signIn, {
          body: { login, password: PASSWORD },
        })
        expect([account?.username, secondStep]).toEqual([username, null])
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

const breached = casesOf(signIn, [
  [
    'password_breached',
    'refuses a password that was found in a list, and mails the link to set a new one',
    async (world) => {
      const person = await world.person()
      const { username: login } = person
      await world.target.breachAccount(login)
      const ask = (password: string) => world.visitor().ask(signIn, { body: { login, password } })
      expectProblem(await ask('not the password'), 'credentials_wrong')
      const before = (await world.mailsTo(person.email)).length
      expectProblem(await ask(PASSWORD), 'password_breached')
      expect(await world.mailsTo(person.email)).toHaveLength(before + 1)
      // What is open goes on: it is the owner's.
      await person.ok(getAccount, {})
      const token = await world.mailedToken(person.email)
      await world.visitor().ok(completePasswordReset, { body: { token, password: OTHER_PASSWORD } })
      await world.visitor().ok(signIn, { body: { login, password: OTHER_PASSWORD } })
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

/** The same person in another browser. */
async function elsewhere(world: World, person: Person): Promise<Person> {
  const there = { ...person, ...world.visitor() }
  await world.signIn(there)
  return there
}

const listing = casesOf(listSessions, [
  [
    'success',
    'lists where the person is signed in, this browser first and marked',
    async (world) => {
      const here = await world.person()
      const there = await elsewhere(world, here)
      const { items } = await here.ok(listSessions, {})
      expect(items.map(({ current }) => current)).toEqual([true, false])
      const seenThere = (await there.ok(listSessions, {})).items
      expect(seenThere.map(({ id }) => id)).toEqual(items.map(({ id }) => id).toReversed())
      expect(Object.keys(items[0]!).toSorted()).toEqual([
        'createdAt',
        'current',
        'device',
        'expiresAt',
        'id',
        'lastSeenAt',
        'remember',
      ])
    },
  ],
])

const ending = casesOf(endSession, [
  [
    'success',
    'signs out the one that is named, at once, and no other',
    async (world) => {
      const here = await world.person()
      const there = await elsewhere(world, here)
      const third = await elsewhere(world, here)
      const own = (await there.ok(listSessions, {})).items.find((session) => session.current)!
      await here.ok(endSession, { params: { id: own.id } })
      expectProblem(await there.ask(getAccount, {}), 'not_authenticated')
      await third.ok(getAccount, {})
      expect((await here.ok(listSessions, {})).items).toHaveLength(2)
    },
  ],
  [
    'success',
    'signs out this browser when it is the one that is named',
    async (world) => {
      const here = await world.person()
      const [own] = (await here.ok(listSessions, {})).items
      await here.ok(endSession, { params: { id: own!.id } })
      expectProblem(await here.ask(getAccount, {}), 'not_authenticated')
      expect(here.cookies()).toBe('')
    },
  ],
  [
    'not_found',
    'knows no session twice, none of others, and none that never was',
    async (world) => {
      const here = await world.person()
      const there = await elsewhere(world, here)
      const stranger = await world.person()
      const idOf = async (person: Person) => (await person.ok(listSessions, {})).items[0]!.id
      const [gone, foreign] = [await idOf(there), await idOf(stranger)]
      await here.ok(endSession, { params: { id: gone } })
      for (const id of [gone, foreign, '0198f3c4-0000-7000-8000-000000000000']) {
        expectProblem(await here.ask(endSession, { params: { id } }), 'not_found')
      }
      await stranger.ok(getAccount, {})
    },
  ],
  [
    'validation_failed',
    'refuses an id that is none',
    async (world) => {
      const person = await world.anyone()
      const answer = await person.ask(endSession, { params: { id: 'not-an-id' } })
      expectProblem(answer, 'validation_failed', [['/params/id', 'invalid_format']])
    },
  ],
])

const endingOthers = casesOf(endOtherSessions, [
  [
    'success',
    'signs out every other browser, keeps this one, and tells the owner once',
    async (world) => {
      const here = await world.person()
      const others = [await elsewhere(world, here), await elsewhere(world, here)]
      const before = (await world.mailsTo(here.email)).length
      expect(await here.ok(endOtherSessions, {})).toEqual({ ended: 2 })
      for (const other of others) {
        expectProblem(await other.ask(getAccount, {}), 'not_authenticated')
      }
      await here.ok(getAccount, {})
      expect(await here.ok(endOtherSessions, {})).toEqual({ ended: 0 })
      expect(await world.mailsTo(here.email)).toHaveLength(before + 1)
    },
  ],
])

export const sessionCases: readonly Case[] = [
  ...signingIn,
  ...breached,
  ...signingOut,
  ...listing,
  ...ending,
  ...endingOthers,
]
