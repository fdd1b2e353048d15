import { expect } from '@jest/globals'
import {
  createToken,
  deleteFile,
  deleteProject,
  deleteRelease,
  fillPath,
  getFileDeletion,
  getProject,
  getProjectDeletion,
  getRelease,
  getReleaseDeletion,
  listDeletedProjects,
  listDeletions,
  listOwnProjects,
  searchProjects,
  undoDeletion,
  type Deletion,
  type DeletionConsequences,
  type DeletionKind,
  type Endpoint,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw } from '../caller.ts'
import type { Person, World } from '../world.ts'

const TAGS = ['py3-none-any', 'py3-none-win_amd64']

/** A project with two releases; 1.0 has two files. */
async function seedTwo(world: World) {
  const owner = await world.person()
  const project = await world.seedProject(owner, [
    { version: '1.0', tags: TAGS },
    { version: '2.0' },
  ])
  const stem = project.replaceAll('-', '_')
  return { owner, project, filename: `${stem}-1.0-py3-none-any.whl` }
}
type Seeded = Awaited<ReturnType<typeof seedTwo>>

/** What the three kinds of deletions have in common. */
const KINDS: Record<
  DeletionKind,
  {
    remove: Endpoint
    weigh: Endpoint
    /** The place, and what is to be typed. */
    at: (seeded: Seeded) => { params: Record<string, string>; confirm: string }
    weighs: Partial<DeletionConsequences>
  }
> = {
  file: {
    remove: deleteFile,
    weigh: getFileDeletion,
    at: ({ project, filename }) => ({ params: { project, filename }, confirm: filename }),
    weighs: { releases: 0, files: 1, isLast: false, latestVersion: '2.0' },
  },
  release: {
    remove: deleteRelease,
    weigh: getReleaseDeletion,
    at: ({ project }) => ({ params: { project, version: '1.0' }, confirm: '1.0' }),
    weighs: { releases: 1, files: 2, isLast: false, latestVersion: '2.0' },
  },
  project: {
    remove: deleteProject,
    weigh: getProjectDeletion,
    at: ({ project }) => ({ params: { project }, confirm: project }),
    weighs: { releases: 2, files: 3, isLast: false, latestVersion: null },
  },
}

async function removeAs(person: Person, kind: DeletionKind, seeded: Seeded): Promise<Deletion> {
  const { remove, at } = KINDS[kind]
  const { params, confirm } = at(seeded)
  return (await person.ok(remove, { params, query: { confirm } } as never)) as Deletion
}

/** What a visitor sees of a project: its releases with the number of their files. */
async function seen(world: World, project: string): Promise<unknown> {
  const answer = await world.visitor().ask(getProject, { params: { project } })
  if (answer.status === 404) return 'nothing'
  const { releases } = getProject.response.parse(answer.body)
  return Object.fromEntries(releases.map(({ version, fileCount }) => [version, fileCount]))
}

const ALL = { '1.0': 2, '2.0': 1 }
const LEFT = { file: { '1.0': 1, '2.0': 1 }, release: { '2.0': 1 }, project: 'nothing' }

const undo = (person: Person, { normalizedName: project, id }: Deletion) =>
  person.ask(undoDeletion, { params: { project, id } })

const byKind = (['file', 'release', 'project'] as const).flatMap((kind) => {
  const { remove, weigh, at, weighs } = KINDS[kind]
  return [
    ...casesOf(weigh, [
      [
        'success',
        'says what would be lost, who hears of it, and what is to be typed',
        async (world) => {
          const seeded = await seedTwo(world)
          const maintainer = await world.person()
          await world.target.addMaintainer(seeded.project, maintainer.username)
          const { params, confirm } = at(seeded)
          const { owner } = seeded
          const told = (await owner.ok(weigh, { params } as never)) as DeletionConsequences
          const mailed = kind === 'project' ? [owner, maintainer] : [owner]
          expect(told).toMatchObject({
            kind,
            confirm,
            ...weighs,
            dependants: { count: 0, isMore: false, names: [] },
            mailed: mailed.map(({ username }) => username).toSorted(),
            undoDays: 7,
          })
          expect(told.size).toBeGreaterThan(0)
          expect(await seen(world, seeded.project)).toEqual(ALL)
        },
      ],
      ...refusals(weigh, kind),
    ]),
    ...casesOf(remove, [
      [
        'success',
        'takes away just that, tells by mail, and can be undone once',
        async (world) => {
          const seeded = await seedTwo(world)
          const { owner, project } = seeded
          const before = (await world.mailsTo(owner.email)).length
          const deletion = await removeAs(owner, kind, seeded)
          const { confirm: target } = at(seeded)
          expect(deletion).toMatchObject({
            kind,
            target,
            project,
            deletedBy: owner.username,
            fileCount: weighs.files,
          })
          const days =
            (Date.parse(deletion.undoUntil!) - Date.parse(deletion.deletedAt)) / 86_400_000
          expect(days).toBe(7)
          expect(await seen(world, project)).toEqual(LEFT[kind])
          expectProblem(await removeAgain(owner, kind, seeded), 'not_found')
          expect((await undo(owner, deletion)).status).toBe(204)
          expect(await seen(world, project)).toEqual(ALL)
          expectProblem(await undo(owner, deletion), 'undo_ended')
          const subjects = (await world.mailsTo(owner.email)).slice(before)
          expect(subjects.map(({ subject }) => subject.split(':')[0])).toEqual([
            'Deleted',
            'Back again',
          ])
        },
      ],
      [
        'success',
        'takes a token that manages the project',
        async (world) => {
          const seeded = await seedTwo(world)
          const { owner, project } = seeded
          const { secret } = await owner.ok(createToken, {
            body: {
              name: 'manager',
              scope: { kind: 'projects', projects: [project] },
              actions: ['manage'],
            },
          })
          const { params, confirm } = at(seeded)
          const headers = { authorization: `Bearer ${secret}` }
          const program = world.visitor()
          const call = { ...toRaw(remove, { params, query: { confirm } }), headers }
          const answer = await program.send({ ...call, without: ['origin'] })
          expect(answer).toMatchObject({
            status: 200,
            body: { deletedBy: `${owner.username} (token manager)` },
          })
          const { id } = answer.body as Deletion
          const back = { ...toRaw(undoDeletion, { params: { project, id } }), headers }
          expect((await program.send({ ...back, without: ['origin'] })).status).toBe(204)
        },
      ],
      [
        'confirmation_mismatch',
        'deletes nothing unless the name was typed as it is',
        async (world) => {
          const seeded = await seedTwo(world)
          const { params, confirm } = at(seeded)
          for (const typed of [`${confirm}x`, kind === 'release' ? '1' : confirm.toUpperCase()]) {
            const call = toRaw(remove, { params, query: { confirm: typed } })
            expectProblem(await seeded.owner.send(call), 'confirmation_mismatch')
          }
          expect(await seen(world, seeded.project)).toEqual(ALL)
        },
      ],
      [
        'validation_failed',
        'wants the confirmation',
        async (world) => {
          const seeded = await seedTwo(world)
          const path = fillPath(remove.path, at(seeded).params)
          expectProblem(await seeded.owner.send({ method: 'DELETE', path }), 'validation_failed', [
            ['/query/confirm', 'required'],
          ])
        },
      ],
      [
        'forbidden',
        'leaves a project in quarantine as it is',
        async (world) => {
          const seeded = await seedTwo(world)
          await world.target.quarantine(seeded.project, 'under review')
          expectProblem(await removeAgain(seeded.owner, kind, seeded), 'forbidden')
        },
      ],
      ...refusals(remove, kind),
    ]),
  ]
})

function removeAgain(person: Person, kind: DeletionKind, seeded: Seeded) {
  const { remove, at } = KINDS[kind]
  const { params, confirm } = at(seeded)
  return person.send(toRaw(remove, { params, query: { confirm } }))
}

/** Who may not, and what is not there. */
function refusals(operation: Endpoint, kind: DeletionKind): Parameters<typeof casesOf>[1] {
  const callAt = ({ params, confirm }: { params: object; confirm: string }) =>
    toRaw(operation, { params, ...(operation.method === 'DELETE' ? { query: { confirm } } : {}) })
  return [
    [
      'forbidden',
      'is neither for strangers nor for maintainers',
      async (world) => {
        const seeded = await seedTwo(world)
        const [stranger, maintainer] = [await world.person(), await world.person()]
        await world.target.addMaintainer(seeded.project, maintainer.username)
        for (const person of [stranger, maintainer]) {
          expectProblem(await person.send(callAt(KINDS[kind].at(seeded))), 'forbidden')
        }
        expect(await seen(world, seeded.project)).toEqual(ALL)
      },
    ],
    [
      'not_found',
      'knows no such project, release or file',
      async (world) => {
        const { owner, project } = await seedTwo(world)
        const nowhere = {
          owner,
          project: world.unique('missing'),
          filename: 'x-1.0-py3-none-any.whl',
        }
        const places = [KINDS[kind].at(nowhere)]
        if (kind === 'file') places.push(KINDS.file.at({ ...nowhere, project }))
        if (kind === 'release') {
          places.push({ params: { project, version: '3.0' }, confirm: '3.0' })
        }
        for (const place of places) expectProblem(await owner.send(callAt(place)), 'not_found')
      },
    ],
  ]
}

const hiding = casesOf(deleteProject, [
  [
    'success',
    'lets nobody see the project meanwhile, its owners neither; the list of deletions does',
    async (world) => {
      const seeded = await seedTwo(world)
      const { owner, project } = seeded
      const maintainer = await world.person()
      await world.target.addMaintainer(project, maintainer.username)
      const deletion = await removeAs(owner, 'project', seeded)
      for (const person of [owner, maintainer, world.visitor()]) {
        expectProblem(await person.ask(getProject, { params: { project } }), 'not_found')
        const release = { params: { project, version: '1.0' } }
        expectProblem(await person.ask(getRelease, release), 'not_found')
      }
      const { items: own } = await owner.ok(listOwnProjects, {})
      expect(own).toEqual([])
      const { items: found } = await owner.ok(searchProjects, { query: { q: project } })
      expect(found).toEqual([])
      expect(await owner.ok(listDeletedProjects, {})).toEqual({ items: [deletion] })
      expect(await maintainer.ok(listDeletedProjects, {})).toEqual({ items: [] })
      expectProblem(await undo(maintainer, deletion), 'forbidden')
      expectProblem(await undo(await world.person(), deletion), 'not_found')
    },
  ],
])

const listing = casesOf(listDeletions, [
  [
    'success',
    'shows its people what can be brought back, newest first, page by page',
    async (world) => {
      const seeded = await seedTwo(world)
      const { owner, project } = seeded
      const maintainer = await world.person()
      await world.target.addMaintainer(project, maintainer.username)
      const params = { project }
      expect(await owner.ok(listDeletions, { params, query: {} })).toMatchObject({ items: [] })
      const first = await removeAs(owner, 'file', seeded)
      const second = await removeAs(owner, 'release', seeded)
      for (const person of [owner, maintainer]) {
        const page = await person.ok(listDeletions, { params, query: { limit: 1 } })
        expect(page).toMatchObject({ items: [second], nextCursor: expect.any(String) })
        const query = { limit: 1, cursor: page.nextCursor! }
        expect(await person.ok(listDeletions, { params, query })).toEqual({
          items: [first],
          nextCursor: null,
        })
      }
      const whole = await owner.ok(listDeletions, { params, query: {} })
      expect(whole.items).toEqual([second, first])
      expect((await undo(owner, second)).status).toBe(204)
      expect(await owner.ok(listDeletions, { params, query: {} })).toMatchObject({ items: [first] })
    },
  ],
  [
    'forbidden',
    'is not for strangers',
    async (world) => {
      const { project } = await seedTwo(world)
      const answer = await (
        await world.person()
      ).ask(listDeletions, { params: { project }, query: {} })
      expectProblem(answer, 'forbidden')
    },
  ],
  [
    'not_found',
    'knows no such project',
    async (world) => {
      const params = { project: world.unique('missing') }
      expectProblem(
        await (await world.anyone()).ask(listDeletions, { params, query: {} }),
        'not_found',
      )
    },
  ],
])

const deletedProjects = casesOf(listDeletedProjects, [
  [
    'success',
    'shows an owner what they can bring back, newest first, and nobody else',
    async (world) => {
      const seeded = await seedTwo(world)
      const { owner } = seeded
      expect(await owner.ok(listDeletedProjects, {})).toEqual({ items: [] })
      const first = await removeAs(owner, 'project', seeded)
      const project = await world.seedProject(owner, [{ version: '1.0' }])
      const second = await removeAs(owner, 'project', { ...seeded, project })
      expect(await owner.ok(listDeletedProjects, {})).toEqual({ items: [second, first] })
      expect(await (await world.anyone()).ok(listDeletedProjects, {})).toEqual({ items: [] })
    },
  ],
])

const undoing = casesOf(undoDeletion, [
  [
    'success',
    'brings back what this deletion took, and leaves what others took',
    async (world) => {
      const seeded = await seedTwo(world)
      const { owner, project } = seeded
      const file = await removeAs(owner, 'file', seeded)
      const release = await removeAs(owner, 'release', seeded)
      expect(release.fileCount).toBe(1)
      expect((await undo(owner, release)).status).toBe(204)
      expect(await seen(world, project)).toEqual({ '1.0': 1, '2.0': 1 })
      expect((await undo(owner, file)).status).toBe(204)
      expect(await seen(world, project)).toEqual(ALL)
    },
  ],
  [
    'undo_blocked',
    'brings no file back into a release that is deleted',
    async (world) => {
      const seeded = await seedTwo(world)
      const { owner } = seeded
      const file = await removeAs(owner, 'file', seeded)
      await removeAs(owner, 'release', seeded)
      const problem = expectProblem(await undo(owner, file), 'undo_blocked')
      expect(problem.reason).toBe('release-deleted')
    },
  ],
  [
    'undo_blocked',
    'brings nothing back into a project that is deleted',
    async (world) => {
      const seeded = await seedTwo(world)
      const { owner } = seeded
      const release = await removeAs(owner, 'release', seeded)
      await removeAs(owner, 'project', seeded)
      const problem = expectProblem(await undo(owner, release), 'undo_blocked')
      expect(problem.reason).toBe('project-deleted')
    },
  ],
  [
    'forbidden',
    'is neither for maintainers nor for strangers',
    async (world) => {
      const seeded = await seedTwo(world)
      const deletion = await removeAs(seeded.owner, 'file', seeded)
      const maintainer = await world.person()
      await world.target.addMaintainer(seeded.project, maintainer.username)
      for (const person of [maintainer, await world.person()]) {
        expectProblem(await undo(person, deletion), 'forbidden')
      }
      expect(await seen(world, seeded.project)).toEqual(LEFT.file)
    },
  ],
  [
    'not_found',
    'knows no such deletion, and none of another project',
    async (world) => {
      const [seeded, other] = [await seedTwo(world), await seedTwo(world)]
      const deletion = await removeAs(seeded.owner, 'file', seeded)
      const elsewhere = { ...deletion, normalizedName: other.project }
      expectProblem(await undo(other.owner, elsewhere), 'not_found')
      const id = '0198f3c4-0000-7000-8000-000000000000'
      expectProblem(await undo(seeded.owner, { ...deletion, id }), 'not_found')
    },
  ],
  [
    'undo_ended',
    'cannot be done twice',
    async (world) => {
      const seeded = await seedTwo(world)
      const deletion = await removeAs(seeded.owner, 'release', seeded)
      await undo(seeded.owner, deletion)
      expectProblem(await undo(seeded.owner, deletion), 'undo_ended')
    },
  ],
  [
    'forbidden',
    'leaves a project in quarantine as it is',
    async (world) => {
      const seeded = await seedTwo(world)
      const deletion = await removeAs(seeded.owner, 'file', seeded)
      await world.target.quarantine(seeded.project, 'under review')
      expectProblem(await undo(seeded.owner, deletion), 'forbidden')
    },
  ],
])

export const deletionCases: readonly Case[] = [
  ...byKind,
  ...hiding,
  ...listing,
  ...deletedProjects,
  ...undoing,
]
