import { expect } from '@jest/globals'
import {
  createToken,
  getProject,
  getProjectDownloads,
  getRelease,
  listOwnProjects,
  searchProjects,
  setProjectVisibility,
  TOKEN_ACTIONS,
  yankRelease,
  type TokenAction,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw } from '../caller.ts'
import type { Person, World } from '../world.ts'

const HIDE = { body: { visibility: 'private' as const } }

async function seedPrivate(world: World) {
  const owner = await world.person()
  const project = await world.seedProject(owner, [{ version: '1.0' }])
  const params = { project }
  await owner.ok(setProjectVisibility, { params, ...HIDE })
  return { owner, project, params }
}

/** Headers of a token with these actions for the whole account. */
export async function tokenOf(world: World, person: Person, actions: readonly TokenAction[]) {
  const body = {
    name: world.unique('token'),
    scope: { kind: 'account' as const },
    actions: [...actions],
  }
  const { secret } = await person.ok(createToken, { body })
  return { authorization: `Bearer ${secret}` }
}

export const visibilityCases: readonly Case[] = casesOf(setProjectVisibility, [
  [
    'success',
    'hides a project from everybody but those with a role in it, and shows it again',
    async (world) => {
      const { owner, project, params } = await seedPrivate(world)
      const maintainer = await world.person()
      await world.target.addMaintainer(project, maintainer.username)
      for (const person of [owner, maintainer]) {
        expect(await person.ok(getProject, { params })).toMatchObject({ visibility: 'private' })
        await person.ok(getRelease, { params: { project, version: '1.0' } })
        await person.ok(getProjectDownloads, { params })
        const { items } = await person.ok(listOwnProjects, {})
        expect(items.map((item) => item.name)).toContain(project)
      }
      for (const stranger of [world.visitor(), await world.person()]) {
        expectProblem(await stranger.ask(getProject, { params }), 'not_found')
        expectProblem(await stranger.ask(getProjectDownloads, { params }), 'not_found')
        const release = { params: { project, version: '1.0' } }
        expectProblem(await stranger.ask(getRelease, release), 'not_found')
        const { items } = await stranger.ok(searchProjects, { query: { q: project } })
        expect(items).toEqual([])
      }
      const again = { params, body: { visibility: 'public' as const } }
      expect(await owner.ok(setProjectVisibility, again)).toEqual({ visibility: 'public' })
      await world.visitor().ok(getProject, { params })
    },
  ],
  [
    'success',
    'shows a private project to tokens of its people that read, and to no others',
    async (world) => {
      const { owner, params } = await seedPrivate(world)
      const call = toRaw(getProject, { params })
      const ask = async (person: Person, actions: readonly TokenAction[]) => {
        const headers = await tokenOf(world, person, actions)
        return world.visitor().send({ ...call, headers })
      }
      expect((await ask(owner, ['read'])).status).toBe(200)
      const others = TOKEN_ACTIONS.filter((action) => action !== 'read')
      expectProblem(await ask(owner, others), 'not_found')
      expectProblem(await ask(await world.person(), ['read']), 'not_found')
    },
  ],
  [
    'success',
    'takes a token that manages, and changes nothing when it is as wanted',
    async (world) => {
      const { owner, params } = await seedPrivate(world)
      const headers = await tokenOf(world, owner, ['manage'])
      const call = toRaw(setProjectVisibility, { params, ...HIDE })
      const answer = await world.visitor().send({ ...call, headers, without: ['origin'] })
      expect(answer.status).toBe(200)
    },
  ],
  [
    'not_found',
    'knows no project of that name, and none of others that is private',
    async (world) => {
      const { params } = await seedPrivate(world)
      const stranger = await world.person()
      const missing = { params: { project: world.unique('missing') }, ...HIDE }
      expectProblem(await stranger.ask(setProjectVisibility, missing), 'not_found')
      expectProblem(await stranger.ask(setProjectVisibility, { params, ...HIDE }), 'not_found')
      const yank = { params: { ...params, version: '1.0' }, body: {} }
      expectProblem(await stranger.ask(yankRelease, yank), 'not_found')
    },
  ],
  [
    'forbidden',
    'is for owners',
    async (world) => {
      const owner = await world.person()
      const project = await world.seedProject(owner, [{ version: '1.0' }])
      const maintainer = await world.person()
      await world.target.addMaintainer(project, maintainer.username)
      const call = { params: { project }, ...HIDE }
      for (const person of [maintainer, await world.person()]) {
        expectProblem(await person.ask(setProjectVisibility, call), 'forbidden')
      }
      const headers = await tokenOf(world, owner, ['read', 'upload', 'yank'])
      expectProblem(
        await world.visitor().send({ ...toRaw(setProjectVisibility, call), headers }),
        'forbidden',
      )
    },
  ],
])
