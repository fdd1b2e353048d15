import { expect } from '@jest/globals'
import {
  createToken,
  getProject,
  getProjectOverview,
  getRelease,
  listOwnProjects,
  searchProjects,
  setProjectStatus,
  setProjectVisibility,
  transferProject,
  yankRelease,
  type Endpoint,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw } from '../caller.ts'
import type { World } from '../world.ts'

const ONE = [{ version: '1.0' }]

async function seedTwo(world: World) {
  const owner = await world.person()
  const maintainer = await world.person()
  const project = await world.seedProject(owner, ONE)
  await world.target.addMaintainer(project, maintainer.username)
  return { owner, maintainer, project, params: { project } }
}

const changing = casesOf(setProjectStatus, [
  [
    'success',
    'archives and takes it back: for everybody to see, and found by the exact name alone meanwhile',
    async (world) => {
      const { owner, project, params } = await seedTwo(world)
      const reason = 'Finished: no more releases'
      const archive = { params, body: { status: 'archived' as const, reason } }
      for (let round = 0; round < 2; round += 1) {
        expect(await owner.ok(setProjectStatus, archive)).toEqual({
          status: 'archived',
          statusReason: reason,
          replacement: null,
        })
      }
      const seen = await world.visitor().ok(getProject, { params })
      expect(seen).toMatchObject({ status: 'archived', statusReason: reason, replacement: null })
      const search = async (q: string) =>
        (await world.visitor().ok(searchProjects, { query: { q } })).items
      expect(await search(project)).toMatchObject([{ status: 'archived' }])
      expect(await search(project.slice(0, -1))).toEqual([])
      await world.visitor().ok(getRelease, { params: { project, version: '1.0' } })
      expect((await owner.ok(listOwnProjects, {})).items).toMatchObject([{ status: 'archived' }])
      await owner.ok(setProjectStatus, { params, body: { status: 'active' } })
      expect(await search(project.slice(0, -1))).toMatchObject([{ status: 'active' }])
      const back = await world.visitor().ok(getProject, { params })
      expect(back).toMatchObject({ status: 'active', statusReason: null })
    },
  ],
  [
    'success',
    'deprecates with a replacement in any spelling, and says whether it is here',
    async (world) => {
      const { owner, project, params } = await seedTwo(world)
      const next = await world.seedProject(owner, ONE, world.unique('Next_One'))
      const name = next.toLowerCase().replaceAll('_', '-')
      const deprecate = (replacement: string) =>
        owner.ok(setProjectStatus, { params, body: { status: 'deprecated', replacement } })
      expect(await deprecate(next)).toEqual({
        status: 'deprecated',
        statusReason: null,
        replacement: { name, exists: true },
      })
      const seen = await world.visitor().ok(getProject, { params })
      expect(seen.replacement).toEqual({ name, exists: true })
      const hide = { params: { project: next }, body: { visibility: 'private' as const } }
      await owner.ok(setProjectVisibility, hide)
      const hidden = await world.visitor().ok(getProject, { params })
      expect(hidden.replacement).toEqual({ name, exists: false })
      const missing = world.unique('missing')
      expect((await deprecate(missing)).replacement).toEqual({ name: missing, exists: false })
      expect((await world.mailsTo(owner.email)).at(-1)?.subject).toContain(`${project} is deprec`)
    },
  ],
  [
    'validation_failed',
    'wants what goes with a state, and a replacement that may be one',
    async (world) => {
      const { owner, project, params } = await seedTwo(world)
      const refused = [
        [{ status: 'active', reason: 'x' }, 'reason', 'not_here'],
        [{ status: 'archived', replacement: 'x' }, 'replacement', 'not_here'],
        [{ status: 'deprecated' }, 'reason', 'required'],
        [{ status: 'deprecated', replacement: 'no name' }, 'replacement', 'project_name_shape'],
        [
          { status: 'deprecated', replacement: project.toUpperCase() },
          'replacement',
          'same_project',
        ],
        [{ status: 'quarantined' }, 'status', 'not_one_of'],
      ] as const
      for (const [body, field, code] of refused) {
        const answer = await owner.send(toRaw(setProjectStatus, { params, body }))
        expectProblem(answer, 'validation_failed', [[`/body/${field}`, code]])
      }
    },
  ],
  ...ownersOnly(setProjectStatus, () => ({ status: 'archived' })),
  [
    'forbidden',
    'lets nobody but the operator out of quarantine, nor change anything in it',
    async (world) => {
      const { owner, project, params } = await seedTwo(world)
      await world.target.quarantine(project, 'Looked at')
      const back = { params, body: { status: 'active' as const } }
      expectProblem(await owner.ask(setProjectStatus, back), 'forbidden')
      const hide = { params, body: { visibility: 'private' as const } }
      expectProblem(await owner.ask(setProjectVisibility, hide), 'forbidden')
      const yank = { params: { project, version: '1.0' }, body: {} }
      expectProblem(await owner.ask(yankRelease, yank), 'forbidden')
      const seen = await world.visitor().ok(getProject, { params })
      expect(seen).toMatchObject({ status: 'quarantined', statusReason: 'Looked at' })
    },
  ],
])

const handing = casesOf(transferProject, [
  [
    'success',
    'makes a member the owner and the former owner a maintainer, and tells everybody',
    async (world) => {
      const { owner, maintainer, project, params } = await seedTwo(world)
      const confirm = project.toUpperCase()
      await owner.ok(transferProject, { params, body: { username: maintainer.username, confirm } })
      const { people } = await world.visitor().ok(getProject, { params })
      expect(people.map(({ username, role }) => [username, role])).toEqual([
        [maintainer.username, 'owner'],
        [owner.username, 'maintainer'],
      ])
      for (const { email } of [owner, maintainer]) {
        const subject = `${project} was handed over to ${maintainer.username}`
        expect((await world.mailsTo(email)).at(-1)?.subject).toBe(subject)
      }
      const again = { params, body: { username: owner.username, confirm } }
      expectProblem(await owner.ask(transferProject, again), 'forbidden')
    },
  ],
  [
    'success',
    'lets the former owner go',
    async (world) => {
      const { owner, maintainer, project, params } = await seedTwo(world)
      const body = { username: maintainer.username, ending: 'leave' as const, confirm: project }
      await owner.ok(transferProject, { params, body })
      const { people } = await world.visitor().ok(getProject, { params })
      expect(people).toMatchObject([{ username: maintainer.username, role: 'owner' }])
      expect((await owner.ok(listOwnProjects, {})).items).toEqual([])
    },
  ],
  [
    'confirmation_mismatch',
    'wants the name of the project, and changes nothing without it',
    async (world) => {
      const { owner, maintainer, params } = await seedTwo(world)
      const body = { username: maintainer.username, confirm: 'another' }
      expectProblem(await owner.ask(transferProject, { params, body }), 'confirmation_mismatch')
      const { people } = await world.visitor().ok(getProject, { params })
      expect(people[0]).toMatchObject({ username: owner.username, role: 'owner' })
    },
  ],
  [
    'validation_failed',
    'gives it to members with a verified address alone; who is none is not told apart from nobody',
    async (world) => {
      const { owner, maintainer, project, params } = await seedTwo(world)
      const unverified = await world.signUp()
      await world.target.addMaintainer(project, unverified.username)
      const frozen = await world.person()
      await world.target.addMaintainer(project, frozen.username)
      await world.target.disableAccount(frozen.username)
      const refused = [
        [world.unique('nobody'), 'not_member'],
        [(await world.person()).username, 'not_member'],
        [owner.username, 'own_account'],
        [unverified.username, 'recipient_unverified'],
        [frozen.username, 'recipient_unverified'],
      ] as const
      for (const [username, code] of refused) {
        const answer = await owner.ask(transferProject, {
          params,
          body: { username, confirm: project },
        })
        expectProblem(answer, 'validation_failed', [['/body/username', code]])
      }
      const { people } = await maintainer.ok(getProject, { params })
      expect(people.filter(({ role }) => role === 'owner')).toHaveLength(1)
    },
  ],
  ...ownersOnly(transferProject, (project, username) => ({ username, confirm: project })),
])

const looking = casesOf(getProjectOverview, [
  [
    'success',
    'says what is missing and how full it is; of people to owners only',
    async (world) => {
      const { owner, maintainer, project, params } = await seedTwo(world)
      const before = await owner.ok(getProjectOverview, { params })
      expect(before).toMatchObject({
        latest: { version: '1.0', hasDescription: false, hasSummary: false, hasLinks: false },
        owners: 1,
        withoutSecondFactor: 2,
        endlessTokens: 0,
        releases: 1,
        files: 1,
        maxFileSize: 100 * 2 ** 20,
        refreshesDescriptions: true,
      })
      expect(before.size).toBeGreaterThan(0)
      await maintainer.ok(createToken, {
        body: { name: 'ci', scope: { kind: 'projects', projects: [project] }, expiresInDays: null },
      })
      await maintainer.ok(createToken, {
        body: { name: 'reads', scope: { kind: 'account' }, actions: ['read'], expiresInDays: null },
      })
      expect((await owner.ok(getProjectOverview, { params })).endlessTokens).toBe(1)
      expect(await maintainer.ok(getProjectOverview, { params })).toMatchObject({
        withoutSecondFactor: null,
        endlessTokens: null,
      })
    },
  ],
  ...membersOnly(getProjectOverview, ({ project }) => ({ params: { project } })),
])

type Rows = Parameters<typeof casesOf>[1]

/** Who may not, and what is not there. */
function ownersOnly(
  operation: Endpoint,
  bodyFor: (project: string, username: string) => object,
): Rows {
  return [
    [
      'forbidden',
      'is for owners, and for tokens of theirs that manage',
      async (world) => {
        const { owner, maintainer, project, params } = await seedTwo(world)
        const body = bodyFor(project, maintainer.username)
        for (const person of [maintainer, await world.person()]) {
          const answer = await person.send(toRaw(operation, { params, body }))
          expectProblem(answer, 'forbidden')
        }
        const ask = async (actions: ('manage' | 'upload' | 'yank' | 'read')[]) => {
          const scope = { kind: 'projects' as const, projects: [project] }
          const token = { name: world.unique('token'), scope, actions }
          const { secret } = await owner.ok(createToken, { body: token })
          const headers = { authorization: `Bearer ${secret}` }
          const call = toRaw(operation, { params, body })
          return world.visitor().send({ ...call, headers, without: ['origin'] })
        }
        expectProblem(await ask(['upload', 'yank', 'read']), 'forbidden')
        expect((await ask(['manage'])).status).toBe(operation.status)
      },
    ],
    [
      'not_found',
      'knows no project of that name, and no private one of others',
      async (world) => {
        const { owner, project, params } = await seedTwo(world)
        await owner.ok(setProjectVisibility, { params, body: { visibility: 'private' } })
        const stranger = await world.person()
        for (const name of [world.unique('missing'), project]) {
          const body = bodyFor(name, owner.username)
          const call = toRaw(operation, { params: { project: name }, body })
          expectProblem(await stranger.send(call), 'not_found')
        }
      },
    ],
  ]
}

/** Of reading what is for a project's people: also in quarantine, never for others. */
export function membersOnly(
  operation: Endpoint,
  callFor: (place: { project: string }) => object,
): Rows {
  return [
    [
      'forbidden',
      'is for the people of the project, in quarantine too, and for tokens that manage',
      async (world) => {
        const { owner, maintainer, project } = await seedTwo(world)
        await world.target.quarantine(project, 'Looked at')
        const call = toRaw(operation, callFor({ project }))
        for (const person of [owner, maintainer]) {
          expect((await person.send(call)).status).toBe(200)
        }
        expectProblem(await (await world.person()).send(call), 'forbidden')
        const { secret } = await owner.ok(createToken, {
          body: { name: 'other', scope: { kind: 'account' }, actions: ['upload', 'yank', 'read'] },
        })
        const headers = { authorization: `Bearer ${secret}` }
        expectProblem(await world.visitor().send({ ...call, headers }), 'forbidden')
      },
    ],
    [
      'not_found',
      'knows no project of that name, and no private one of others',
      async (world) => {
        const { owner, project, params } = await seedTwo(world)
        await owner.ok(setProjectVisibility, { params, body: { visibility: 'private' } })
        const stranger = await world.person()
        for (const name of [world.unique('missing'), project]) {
          const call = toRaw(operation, callFor({ project: name }))
          expectProblem(await stranger.send(call), 'not_found')
        }
      },
    ],
  ]
}

export const projectSettingsCases: readonly Case[] = [...changing, ...handing, ...looking]
