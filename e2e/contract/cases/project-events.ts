import { expect } from '@jest/globals'
import {
  createToken,
  listProjectEvents,
  setProjectStatus,
  yankRelease,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw } from '../caller.ts'
import { membersOnly } from './project-settings.ts'

export const projectEventCases: readonly Case[] = casesOf(listProjectEvents, [
  [
    'success',
    'lists what was done in the project, newest first, in pages, with who did it and not from where',
    async (world) => {
      const owner = await world.person()
      const project = await world.seedProject(owner, [{ version: '1.0' }])
      const params = { project }
      const body = { status: 'archived' as const, reason: 'Done' }
      await owner.ok(setProjectStatus, { params, body })
      const { secret } = await owner.ok(createToken, {
        body: { name: 'ci', scope: { kind: 'account' }, actions: ['yank'] },
      })
      const place = { params: { project, version: '1.0' }, body: { reason: 'Broken' } }
      const headers = { authorization: `Bearer ${secret}` }
      await world.visitor().send({ ...toRaw(yankRelease, place), headers })
      const ask = (query: object) => owner.ok(listProjectEvents, { params, query })
      const first = await ask({ limit: 1 })
      expect(first.items).toMatchObject([
        {
          kind: 'release-yanked',
          actor: `${owner.username} (token ci)`,
          device: null,
          sameNetwork: null,
          details: { version: '1.0', reason: 'Broken' },
        },
      ])
      const second = await ask({ limit: 1, cursor: first.nextCursor })
      expect(second.items).toMatchObject([
        {
          kind: 'project-status-changed',
          actor: owner.username,
          details: { status: 'archived', reason: 'Done' },
        },
      ])
      expect((await ask({})).items.slice(0, 2)).toEqual([...first.items, ...second.items])
      const settings = await ask({ group: 'release' })
      expect(settings.items.map(({ kind }) => kind)).toEqual(['release-yanked'])
      const today = first.items[0]!.at.slice(0, 10)
      expect((await ask({ since: today, until: today, group: 'settings' })).items[0]).toMatchObject(
        {
          kind: 'project-status-changed',
        },
      )
      expect((await ask({ until: '2020-01-01' })).items).toEqual([])
    },
  ],
  [
    'malformed_request',
    'refuses a cursor that it did not give',
    async (world) => {
      const owner = await world.person()
      const project = await world.seedProject(owner, [{ version: '1.0' }])
      const call = { params: { project }, query: { cursor: 'nonsense' } }
      expectProblem(await owner.ask(listProjectEvents, call), 'malformed_request')
    },
  ],
  [
    'validation_failed',
    'refuses groups of an account, and days that are none',
    async (world) => {
      const person = await world.anyone()
      const call = toRaw(listProjectEvents, { params: { project: 'x' } })
      const path = `${call.path}?group=password&since=yesterday`
      expectProblem(await person.send({ ...call, path }), 'validation_failed', [
        ['/query/group', 'not_one_of'],
        ['/query/since', 'invalid_format'],
      ])
    },
  ],
  ...membersOnly(listProjectEvents, ({ project }) => ({ params: { project } })),
])
