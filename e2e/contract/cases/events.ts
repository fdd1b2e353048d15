import { expect } from '@jest/globals'
import { addEmail, createToken, listEvents, updateProfile } from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem } from '../caller.ts'

export const eventCases: readonly Case[] = casesOf(listEvents, [
  [
    'success',
    'lists what was done to the own account, newest first, in pages',
    async (world) => {
      const person = await world.person()
      await person.ok(updateProfile, { body: { name: 'Jo' } })
      const email = `${world.unique('other')}@example.org`
      await person.ok(addEmail, { body: { email } })
      const first = await person.ok(listEvents, { query: { limit: 2 } })
      expect(first.items).toMatchObject([
        { kind: 'email-added', actor: person.username, details: { email } },
        { kind: 'profile-changed', sameNetwork: true },
      ])
      const cursor = first.nextCursor ?? ''
      const second = await person.ok(listEvents, { query: { limit: 2, cursor } })
      expect(second.items[0]).toMatchObject({ kind: 'signed-in' })
    },
  ],
  [
    'success',
    'is narrowed by group and by day',
    async (world) => {
      const person = await world.person()
      await person.ok(createToken, { body: { name: 'ci', scope: { kind: 'account' } } })
      const ask = (query: object) => person.ok(listEvents, { query })
      const { items } = await ask({ group: 'token' })
      expect(items).toMatchObject([{ kind: 'token-created', details: { token: 'ci' } }])
      const today = items[0]!.at.slice(0, 10)
      expect((await ask({ since: today, until: today })).items.length).toBeGreaterThan(1)
      expect((await ask({ until: '2020-01-01' })).items).toEqual([])
      expect((await ask({ group: 'project' })).items).toEqual([])
    },
  ],
  [
    'malformed_request',
    'refuses a cursor that it did not give',
    async (world) => {
      const person = await world.anyone()
      const answer = await person.ask(listEvents, { query: { cursor: 'nonsense' } })
      expectProblem(answer, 'malformed_request')
    },
  ],
  [
    'validation_failed',
    'refuses groups and days that are none',
    async (world) => {
      const person = await world.anyone()
      const path = `${listEvents.path}?group=all&since=yesterday`
      expectProblem(await person.send({ method: 'GET', path }), 'validation_failed', [
        ['/query/group', 'not_one_of'],
        ['/query/since', 'invalid_format'],
      ])
    },
  ],
])
