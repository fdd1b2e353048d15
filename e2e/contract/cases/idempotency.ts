import { expect } from '@jest/globals'
import {
  addEmail,
  createToken,
  listEmails,
  setProjectVisibility,
  uploadFile,
  yankRelease,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw, type RawCall } from '../caller.ts'
import { sampleOf } from '../samples.ts'
import type { World } from '../world.ts'

const withKey = (call: RawCall, key: string): RawCall => ({
  ...call,
  headers: { ...call.headers, 'idempotency-key': key },
})

async function seed(world: World) {
  const person = await world.person()
  const email = `${world.unique('other')}@example.org`
  const call = toRaw(addEmail, { body: { email } })
  const emails = async () => (await person.ok(listEmails, {})).items.length
  return { person, email, call, emails }
}

/** Shown by one operation, true of all that take the header: it is looked at before they are run. */
export const idempotencyCases: readonly Case[] = [
  ...casesOf(addEmail, [
    [
      'success',
      'is done once for a key, and answers as it did; quotes around the key do not count',
      async (world) => {
        const { person, call, emails } = await seed(world)
        const first = await person.send(withKey(call, '"once 1"'))
        expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null])
        expect(await emails()).toBe(2)
        const again = await person.send(withKey(call, 'once 1'))
        expect(again.headers.get('idempotency-replayed')).toBe('true')
        expect([again.status, again.body]).toEqual([first.status, first.body])
        // Without the key it is another request, which finds the address listed.
        expectProblem(await person.send(call), 'email_listed')
        expect(await emails()).toBe(2)
      },
    ],
    [
      'idempotency_key_reused',
      'takes no key of another request, and leaves the keys of others alone',
      async (world) => {
        const { person, call, emails } = await seed(world)
        await person.send(withKey(call, 'mine'))
        const other = toRaw(addEmail, { body: { email: `${world.unique('third')}@example.org` } })
        expectProblem(await person.send(withKey(other, 'mine')), 'idempotency_key_reused')
        expect(await emails()).toBe(2)
        const stranger = await seed(world)
        expect((await stranger.person.send(withKey(stranger.call, 'mine'))).status).toBe(201)
      },
    ],
    [
      'malformed_request',
      'refuses keys that are empty, too long or not printable',
      async (world) => {
        const { person, call, emails } = await seed(world)
        for (const key of ['""', 'x'.repeat(201), 'caf\u00e9']) {
          expectProblem(await person.send(withKey(call, key)), 'malformed_request')
        }
        expect(await emails()).toBe(1)
      },
    ],
  ]),
  ...casesOf(yankRelease, [
    [
      'success',
      'keeps no refusal: what failed is judged anew; a key belongs to one credential',
      async (world) => {
        const owner = await world.person()
        const project = await world.seedProject(owner, [{ version: '1.0' }])
        const ask = (version: string) =>
          withKey(toRaw(yankRelease, { params: { project, version }, body: {} }), 'again')
        expectProblem(await owner.send(ask('9.9')), 'not_found')
        expect((await owner.send(ask('1.0'))).status).toBe(200)
        const { secret } = await owner.ok(createToken, {
          body: { name: 'ci', scope: { kind: 'account' }, actions: ['read'] },
        })
        const headers = { authorization: `Bearer ${secret}`, 'idempotency-key': 'again' }
        const byToken = await world.visitor().send({ ...ask('1.0'), headers })
        expectProblem(byToken, 'idempotency_key_reused')
      },
    ],
  ]),
  ...casesOf(setProjectVisibility, [
    [
      'success',
      'keeps an answer without its question being asked again',
      async (world) => {
        const owner = await world.person()
        const project = await world.seedProject(owner, [{ version: '1.0' }])
        const set = (visibility: 'private' | 'public') =>
          toRaw(setProjectVisibility, { params: { project }, body: { visibility } })
        await owner.send(withKey(set('private'), 'hide'))
        await owner.send(set('public'))
        const replayed = await owner.send(withKey(set('private'), 'hide'))
        expect(replayed.body).toEqual({ visibility: 'private' })
        // It was public when it was asked again, and is still.
        const visitor = world.visitor()
        const shown = await visitor.send({ method: 'GET', path: `/api/v1/projects/${project}` })
        expect(shown.status).toBe(200)
      },
    ],
  ]),
  ...casesOf(createToken, [
    [
      'malformed_request',
      'takes no key, since its answer is not kept',
      async (world) => {
        const person = await world.person()
        const call = toRaw(createToken, { body: { name: 'once', scope: { kind: 'account' } } })
        expectProblem(await person.send(withKey(call, 'once')), 'malformed_request')
      },
    ],
  ]),
  ...casesOf(uploadFile, [
    [
      'malformed_request',
      'takes no key, since the same file changes nothing',
      async (world) => {
        const person = await world.anyone()
        const call = toRaw(uploadFile, sampleOf(uploadFile))
        expectProblem(await person.send(withKey(call, 'once')), 'malformed_request')
      },
    ],
  ]),
]
