import { expect } from '@jest/globals'
import {
  addEmail,
  createToken,
  getAccount,
  listEmails,
  makeEmailPrimary,
  MOST_EMAILS,
  removeEmail,
  requestPasswordReset,
  inspectPasswordReset,
  resendEmail,
  signIn,
  updateProfile,
  verifyEmail,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem } from '../caller.ts'
import { PASSWORD, type Person, type World } from '../world.ts'

const NEVER = '0198f3c4-0000-7000-8000-000000000000'
const another = (world: World) => `${world.unique('another')}@example.org`
const add = (person: Person, email: string) => person.ok(addEmail, { body: { email } })
const listOf = async (person: Person) => (await person.ok(listEmails, {})).items

/** A second, verified address of this person. */
async function addVerified(world: World, person: Person) {
  const email = another(world)
  const { id } = await add(person, email)
  await world.verify(email)
  return { id, email }
}

const listing = casesOf(listEmails, [
  [
    'success',
    'lists the primary address first, then verified ones, then those that wait',
    async (world) => {
      const person = await world.person()
      const waiting = another(world)
      await add(person, waiting)
      const { email } = await addVerified(world, person)
      const items = await listOf(person)
      expect(items.map(({ address, primary, verified }) => [address, primary, verified])).toEqual([
        [person.email, true, true],
        [email, false, true],
        [waiting, false, false],
      ])
    },
  ],
])

const adding = casesOf(addEmail, [
  [
    'success',
    'lets an address wait, mails its link, and tells the addresses there are',
    async (world) => {
      const person = await world.person()
      const before = (await world.mailsTo(person.email)).length
      const email = another(world)
      expect(await add(person, email)).toMatchObject({
        address: email,
        verified: false,
        primary: false,
        public: false,
      })
      expect(await world.mailsTo(email)).toHaveLength(1)
      expect(await world.mailsTo(person.email)).toHaveLength(before + 1)
      // Nobody signs in by an address that is not proven.
      const body = { login: email, password: PASSWORD }
      expectProblem(await world.visitor().ask(signIn, { body }), 'credentials_wrong')
      await world.verify(email)
      await world.visitor().ok(signIn, { body })
    },
  ],
  [
    'success',
    'answers an address of somebody else alike, and tells only them',
    async (world) => {
      const owner = await world.person()
      const person = await world.person()
      const before = (await world.mailsTo(owner.email)).length
      const { id, createdAt, address, ...taken } = await add(person, owner.email.toUpperCase())
      const free = await add(person, another(world))
      expect(taken).toEqual({ verified: false, bounce: null, primary: false, public: false })
      expect(Object.keys(free).toSorted()).toEqual(
        Object.keys({ ...taken, id, createdAt, address }).toSorted(),
      )
      const mails = await world.mailsTo(owner.email)
      expect(mails).toHaveLength(before + 1)
      expect(mails.at(-1)?.links.filter((link) => link.includes('token='))).toEqual([])
      expect(mails.at(-1)?.text).not.toContain(person.username)
    },
  ],
  [
    'success',
    'puts a mistyped address right: the proven one takes its place',
    async (world) => {
      const person = await world.signUp()
      await world.signIn(person)
      const { id, email } = await addVerified(world, person)
      expect(await listOf(person)).toMatchObject([
        { id, address: email, primary: true, verified: true },
      ])
      expect(await person.ok(getAccount, {})).toMatchObject({ email, emailVerified: true })
      await world.signUp({ email: person.email })
    },
  ],
  [
    'email_listed',
    'refuses an address that is on the list, in any letter case',
    async (world) => {
      const person = await world.person()
      const waiting = another(world)
      await add(person, waiting)
      for (const email of [person.email.toUpperCase(), waiting.toUpperCase()]) {
        expectProblem(await person.ask(addEmail, { body: { email } }), 'email_listed')
      }
    },
  ],
  [
    'too_many_emails',
    'takes so many and no more',
    async (world) => {
      const person = await world.person()
      for (let n = 1; n < MOST_EMAILS; n += 1) await add(person, another(world))
      const answer = await person.ask(addEmail, { body: { email: another(world) } })
      expectProblem(answer, 'too_many_emails')
    },
  ],
  [
    'validation_failed',
    'refuses what is no address',
    async (world) => {
      const person = await world.anyone()
      const answer = await person.ask(addEmail, { body: { email: 'nobody' } })
      expectProblem(answer, 'validation_failed', [['/body/email', 'email_shape']])
    },
  ],
])

const proving = casesOf(verifyEmail, [
  [
    'success',
    'gives an address to the first of those who wait for it',
    async (world) => {
      const [first, second] = [await world.person(), await world.person()]
      const email = another(world)
      await add(first, email)
      const link = await world.mailedToken(email)
      await add(second, email)
      await world.verify(email)
      expect((await listOf(second)).map(({ address }) => address)).toContain(email)
      expect((await listOf(first)).map(({ address }) => address)).not.toContain(email)
      const late = await world.visitor().ask(verifyEmail, { body: { token: link } })
      expectProblem(late, 'link_invalid')
    },
  ],
  [
    'link_invalid',
    'does not prove an address that was removed, or registered meanwhile',
    async (world) => {
      const person = await world.person()
      const [removed, registered] = [another(world), another(world)]
      const { id } = await add(person, removed)
      await add(person, registered)
      const tokens = [await world.mailedToken(removed), await world.mailedToken(registered)]
      await person.ok(removeEmail, { params: { id } })
      await world.signUp({ email: registered })
      for (const token of tokens) {
        const answer = await world.visitor().ask(verifyEmail, { body: { token } })
        expectProblem(answer, 'link_invalid')
      }
    },
  ],
])

const resending = casesOf(resendEmail, [
  [
    'success',
    'mails a link again to one that waits, and nothing to one that is verified',
    async (world) => {
      const person = await world.person()
      const email = another(world)
      const { id } = await add(person, email)
      await person.ok(resendEmail, { params: { id } })
      expect(await world.mailsTo(email)).toHaveLength(2)
      await world.verify(email)
      await person.ok(resendEmail, { params: { id } })
      expect(await world.mailsTo(email)).toHaveLength(2)
    },
  ],
  [
    'not_found',
    'knows none of others',
    async (world) => {
      const { id } = await add(await world.person(), another(world))
      const person = await world.person()
      expectProblem(await person.ask(resendEmail, { params: { id } }), 'not_found')
    },
  ],
])

const promoting = casesOf(makeEmailPrimary, [
  [
    'success',
    'changes where mail goes, and tells both addresses',
    async (world) => {
      const person = await world.person()
      const { id, email } = await addVerified(world, person)
      const before = (await world.mailsTo(person.email)).length
      await person.ok(makeEmailPrimary, { params: { id } })
      expect(await person.ok(getAccount, {})).toMatchObject({ email, emailVerified: true })
      expect(await world.mailsTo(person.email)).toHaveLength(before + 1)
      expect((await world.mailsTo(email)).length).toBeGreaterThan(1)
      expect((await listOf(person)).map(({ address, primary }) => [address, primary])).toEqual([
        [email, true],
        [person.email, false],
      ])
      await person.ok(makeEmailPrimary, { params: { id } })
    },
  ],
  [
    'email_unverified',
    'refuses an address that waits for its proof',
    async (world) => {
      const person = await world.person()
      const { id } = await add(person, another(world))
      expectProblem(await person.ask(makeEmailPrimary, { params: { id } }), 'email_unverified')
    },
  ],
  [
    'not_found',
    'knows none of others, and none that never was',
    async (world) => {
      const { id } = await addVerified(world, await world.person())
      const person = await world.person()
      for (const unknown of [id, NEVER]) {
        const answer = await person.ask(makeEmailPrimary, { params: { id: unknown } })
        expectProblem(answer, 'not_found')
      }
    },
  ],
])

const removing = casesOf(removeEmail, [
  [
    'success',
    'frees the address; it opens nothing any more, and both addresses are told',
    async (world) => {
      const person = await world.person()
      const { id, email } = await addVerified(world, person)
      const before = [await world.mailsTo(person.email), await world.mailsTo(email)]
      await person.ok(removeEmail, { params: { id } })
      expect(await listOf(person)).toHaveLength(1)
      expect(await world.mailsTo(person.email)).toHaveLength(before[0]!.length + 1)
      expect(await world.mailsTo(email)).toHaveLength(before[1]!.length + 1)
      const body = { login: email, password: PASSWORD }
      expectProblem(await world.visitor().ask(signIn, { body }), 'credentials_wrong')
      await world.signUp({ email })
    },
  ],
  [
    'email_primary',
    'keeps the primary one',
    async (world) => {
      const person = await world.person()
      const [primary] = await listOf(person)
      const answer = await person.ask(removeEmail, { params: { id: primary!.id } })
      expectProblem(answer, 'email_primary')
    },
  ],
  [
    'not_found',
    'knows none of others, and none twice',
    async (world) => {
      const person = await world.person()
      const { id } = await add(person, another(world))
      await person.ok(removeEmail, { params: { id } })
      const foreign = await addVerified(world, await world.person())
      for (const unknown of [id, foreign.id]) {
        expectProblem(await person.ask(removeEmail, { params: { id: unknown } }), 'not_found')
      }
    },
  ],
])

const profile = casesOf(updateProfile, [
  [
    'success',
    'changes the name and leaves what is left out',
    async (world) => {
      const person = await world.person()
      const account = await person.ok(updateProfile, { body: { name: 'Jo Example' } })
      expect(account).toMatchObject({ name: 'Jo Example', username: person.username })
      expect(await person.ok(updateProfile, { body: {} })).toEqual(account)
      expect(await person.ok(getAccount, {})).toEqual(account)
      expect(await person.ok(updateProfile, { body: { name: '' } })).toMatchObject({ name: '' })
    },
  ],
  [
    'success',
    'shows one verified address to others, or none',
    async (world) => {
      const person = await world.person()
      const { id } = await addVerified(world, person)
      const [primary] = await listOf(person)
      const shown = async () => (await listOf(person)).filter((email) => email.public)
      for (const publicEmail of [primary!.id, id]) {
        await person.ok(updateProfile, { body: { publicEmail } })
        expect((await shown()).map((email) => email.id)).toEqual([publicEmail])
      }
      await person.ok(updateProfile, { body: { publicEmail: null } })
      expect(await shown()).toEqual([])
    },
  ],
  [
    'validation_failed',
    'refuses an address that is not proven, or not an own one, and links in a name',
    async (world) => {
      const person = await world.person()
      const { id } = await add(person, another(world))
      const foreign = await addVerified(world, await world.person())
      for (const publicEmail of [id, foreign.id, NEVER]) {
        const answer = await person.ask(updateProfile, { body: { publicEmail } })
        expectProblem(answer, 'validation_failed', [['/body/publicEmail', 'not_one_of']])
      }
      const answer = await person.ask(updateProfile, { body: { name: 'see http://a.b' } })
      expectProblem(answer, 'validation_failed', [['/body/name', 'name_has_link']])
    },
  ],
])

const afterwards = casesOf(inspectPasswordReset, [
  [
    'link_invalid',
    'knows no link from before the primary address was changed',
    async (world) => {
      const person = await world.person()
      const { id } = await addVerified(world, person)
      await person.ok(requestPasswordReset, { body: { login: person.username } })
      const token = await world.mailedToken(person.email)
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      await person.ok(makeEmailPrimary, { params: { id } })
      const answer = await world.visitor().ask(inspectPasswordReset, { body: { token } })
      expectProblem(answer, 'link_invalid')
    },
  ],
])

const bouncing = casesOf(listEmails, [
  [
    'success',
    'tells an address that mail came back from, until it is verified again; signing in goes on',
    async (world) => {
      const person = await world.person()
      const { id, address } = (await listOf(person))[0]!
      await person.ok(updateProfile, { body: { publicEmail: id } })
      await world.target.bounce(address.toUpperCase())
      const bounced = { verified: false, bounce: 'hard', primary: true, public: false }
      expect(await listOf(person)).toMatchObject([{ address, ...bounced }])
      const account = { email: address, emailVerified: false, emailBounce: 'hard' }
      expect(await person.ok(getAccount, {})).toMatchObject(account)
      const body = { name: 'late', scope: { kind: 'account' } } as const
      expectProblem(await person.ask(createToken, { body }), 'email_unverified')
      for (const login of [person.username, address]) {
        await world.visitor().ok(signIn, { body: { login, password: PASSWORD } })
      }
      // Nothing is mailed there but the link that proves it.
      const before = (await world.mailsTo(address)).length
      await world.visitor().ok(requestPasswordReset, { body: { login: person.username } })
      expect(await world.mailsTo(address)).toHaveLength(before)
      await person.ok(resendEmail, { params: { id } })
      expect(await world.mailsTo(address)).toHaveLength(before + 1)
      await world.verify(address)
      const [again] = await listOf(person)
      expect(again).toMatchObject({ verified: true, bounce: null, primary: true, public: false })
    },
  ],
  [
    'success',
    'lets another proven address take the place of one that mail came back from, which stays',
    async (world) => {
      const person = await world.person()
      await world.target.bounce(person.email)
      const { email } = await addVerified(world, person)
      const states = (await listOf(person)).map((one) => [one.address, one.primary, one.bounce])
      expect(states).toEqual([
        [email, true, null],
        [person.email, false, 'hard'],
      ])
      await world.visitor().ok(signIn, { body: { login: person.email, password: PASSWORD } })
    },
  ],
  [
    'success',
    'tells mail that came back from an address that waits for its proof',
    async (world) => {
      const person = await world.person()
      const waiting = another(world)
      await add(person, waiting)
      await world.target.bounce(waiting)
      expect((await listOf(person))[1]).toMatchObject({ address: waiting, bounce: 'hard' })
      await world.verify(waiting)
      expect((await listOf(person))[1]).toMatchObject({ bounce: null, verified: true })
    },
  ],
])

export const emailCases: readonly Case[] = [
  ...listing,
  ...bouncing,
  ...adding,
  ...proving,
  ...resending,
  ...promoting,
  ...removing,
  ...profile,
  ...afterwards,
]
