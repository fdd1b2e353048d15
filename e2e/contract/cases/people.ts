import { expect } from '@jest/globals'
import {
  changeRole,
  createToken,
  getProject,
  getProjectAccess,
  leaveProject,
  listPeople,
  removePerson,
  yankRelease,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw } from '../caller.ts'
import type { Person, World } from '../world.ts'
import { anyTeam, join, memberRefusals, newTeam, type Team } from './people-support.ts'
import { tokenOf } from './visibility.ts'

const atMaintainer = ({ project, maintainer }: Team) => ({
  params: { project, username: maintainer.username },
})
const atProject = ({ project }: Team) => ({ params: { project } })

const rolesIn = async (world: World, project: string) => {
  const { people } = await world.visitor().ok(getProject, { params: { project } })
  return Object.fromEntries(people.map(({ username, role }) => [username, role]))
}

const subjectsTo = async (world: World, { email }: Person) =>
  (await world.mailsTo(email)).map(({ subject }) => subject)

const listing = casesOf(listPeople, [
  [
    'success',
    'lists roles with their time, owners first; second factors are for owners to see',
    async (world) => {
      const { owner, maintainer, project } = await anyTeam(world)
      const person = (one: Person, role: string, secondFactor: boolean | null) => ({
        username: one.username,
        role,
        since: expect.stringMatching(/^\d{4}-/),
        secondFactor,
      })
      expect(await owner.ok(listPeople, { params: { project } })).toEqual({
        items: [person(owner, 'owner', false), person(maintainer, 'maintainer', false)],
        secondFactorRequired: false,
      })
      const { items } = await maintainer.ok(listPeople, { params: { project } })
      expect(items).toEqual([person(owner, 'owner', null), person(maintainer, 'maintainer', null)])
    },
  ],
  ...memberRefusals(listPeople, 'people', atProject),
])

const changing = casesOf(changeRole, [
  [
    'success',
    'makes a maintainer an owner and an owner a maintainer, by a token too, and tells them',
    async (world) => {
      const { owner, maintainer, project } = await newTeam(world)
      const { username } = maintainer
      const params = { project, username: username.toUpperCase() }
      for (let round = 0; round < 2; round += 1) {
        const answer = await owner.ok(changeRole, { params, body: { role: 'owner' } })
        expect(answer).toMatchObject({ username, role: 'owner' })
      }
      expect(await rolesIn(world, project)).toEqual({
        [owner.username]: 'owner',
        [username]: 'owner',
      })
      const headers = await tokenOf(world, owner, ['manage'])
      const back = toRaw(changeRole, { params, body: { role: 'maintainer' } })
      const answer = await world.visitor().send({ ...back, headers, without: ['origin'] })
      expect(answer.status).toBe(200)
      expect(await rolesIn(world, project)).toMatchObject({ [username]: 'maintainer' })
      const told = `Your role in ${project} was changed`
      expect((await subjectsTo(world, maintainer)).filter((one) => one === told)).toHaveLength(2)
      expect(await subjectsTo(world, owner)).toContain(
        `The role of ${username} in ${project} was changed`,
      )
    },
  ],
  [
    'not_found',
    'knows nobody of that name, and no role of somebody without one',
    async (world) => {
      const { owner, stranger, project } = await anyTeam(world)
      for (const username of [stranger.username, world.unique('nobody')]) {
        const call = { params: { project, username }, body: { role: 'owner' as const } }
        expectProblem(await owner.ask(changeRole, call), 'not_found')
      }
    },
  ],
  [
    'sole_owner',
    'leaves the only owner what they are',
    async (world) => {
      const { owner, project } = await anyTeam(world)
      const params = { project, username: owner.username }
      const body = { role: 'maintainer' as const }
      expectProblem(await owner.ask(changeRole, { params, body }), 'sole_owner')
      expect(await rolesIn(world, project)).toMatchObject({ [owner.username]: 'owner' })
    },
  ],
  ...memberRefusals(changeRole, 'owners', (team) => ({
    ...atMaintainer(team),
    body: { role: 'owner' },
  })),
])

const removing = casesOf(removePerson, [
  [
    'success',
    'ends what the person and their tokens could do, and tells both sides',
    async (world) => {
      const { owner, maintainer, project } = await newTeam(world)
      const yank = { params: { project, version: '1.0' }, body: {} }
      const headers = await tokenOf(world, maintainer, ['yank'])
      const byToken = () => world.visitor().send({ ...toRaw(yankRelease, yank), headers })
      expect((await byToken()).status).toBe(200)
      await owner.ok(removePerson, { params: { project, username: maintainer.username } })
      expectProblem(await byToken(), 'forbidden')
      expectProblem(await maintainer.ask(yankRelease, yank), 'forbidden')
      expect(await rolesIn(world, project)).toEqual({ [owner.username]: 'owner' })
      expect(await subjectsTo(world, maintainer)).toContain(
        `You have no role in ${project} any more`,
      )
      expect(await subjectsTo(world, owner)).toContain(
        `${maintainer.username} was removed from ${project}`,
      )
    },
  ],
  [
    'not_found',
    'knows no role of somebody without one',
    async (world) => {
      const { owner, stranger, project } = await anyTeam(world)
      const call = { params: { project, username: stranger.username } }
      expectProblem(await owner.ask(removePerson, call), 'not_found')
    },
  ],
  [
    'sole_owner',
    'does not remove the only owner',
    async (world) => {
      const { owner, project } = await anyTeam(world)
      const call = { params: { project, username: owner.username } }
      expectProblem(await owner.ask(removePerson, call), 'sole_owner')
    },
  ],
  ...memberRefusals(removePerson, 'owners', atMaintainer),
])

const leaving = casesOf(leaveProject, [
  [
    'success',
    'lets maintainers go, and owners while there is another one',
    async (world) => {
      const { owner, maintainer, stranger: second, project } = await newTeam(world)
      const params = { project }
      await maintainer.ok(leaveProject, { params })
      await join(owner, project, second, 'owner')
      await owner.ok(leaveProject, { params })
      expect(await rolesIn(world, project)).toEqual({ [second.username]: 'owner' })
      expect(await subjectsTo(world, second)).toContain(`${owner.username} left ${project}`)
      expect(await subjectsTo(world, owner)).toContain(`You left ${project}`)
    },
  ],
  [
    'sole_owner',
    'does not let the only owner go',
    async (world) => {
      const { owner, project } = await anyTeam(world)
      expectProblem(await owner.ask(leaveProject, { params: { project } }), 'sole_owner')
    },
  ],
  ...memberRefusals(leaveProject, 'people', atProject),
])

const seeingAccess = casesOf(getProjectAccess, [
  [
    'success',
    'names the living tokens of its people that can upload to it, and no others',
    async (world) => {
      const { owner, maintainer, project } = await newTeam(world)
      const other = await world.seedProject(owner, [{ version: '1.0' }])
      const make = async (person: Person, name: string, projects: string[], actions: string[]) => {
        const scope =
          projects.length === 0
            ? ({ kind: 'account' } as const)
            : ({ kind: 'projects', projects } as const)
        const body = { name, scope, actions: actions as ['upload'], expiresInDays: 30 } as const
        await person.ok(createToken, { body })
      }
      await make(maintainer, 'everything', [], ['upload', 'read'])
      await make(maintainer, 'this one', [project], ['upload'])
      await make(maintainer, 'reads', [], ['read', 'yank'])
      await make(owner, 'the other', [other], ['upload'])
      const { tokens, ...rest } = await maintainer.ok(getProjectAccess, { params: { project } })
      expect(rest).toEqual({ publishers: [], trustedPublishingOnly: false })
      const { username } = maintainer
      expect(tokens.filter((token) => token.username === username)).toMatchObject([
        { name: 'everything', scope: 'account', lastUsedAt: null },
        { name: 'this one', scope: 'projects', expiresAt: expect.any(String) },
      ])
      // Of the owner, those that made the projects.
      expect(tokens.map(({ name }) => name)).not.toContain('the other')
      expect(new Set(tokens.map((token) => token.username))).toEqual(
        new Set([username, owner.username]),
      )
    },
  ],
  ...memberRefusals(getProjectAccess, 'people', atProject),
])

export const peopleCases: readonly Case[] = [
  ...listing,
  ...changing,
  ...removing,
  ...leaving,
  ...seeingAccess,
]
