import { expect } from '@jest/globals'
import {
  addPendingPublisher,
  checkGithubPublisher,
  createToken,
  listPendingPublishers,
  LOOKUP_RESULTS,
  MOST_PENDING_PUBLISHERS,
  removePendingPublisher,
  type PublisherIdentityInput,
  type TokenAction,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw } from '../caller.ts'
import { github, ID, seed, tokenOf } from './publisher-world.ts'

const pend = (project: string, identity: PublisherIdentityInput = github) => ({
  body: { project, identity },
})

const pending = [
  ...casesOf(listPendingPublishers, [
    [
      'success',
      'shows a person their own, oldest first',
      async (world) => {
        const person = await world.person()
        const names = [world.unique('One.'), world.unique('two_')]
        for (const name of names) await person.ok(addPendingPublisher, pend(name))
        const { items } = await person.ok(listPendingPublishers, {})
        expect(items.map((item) => item.project)).toEqual(names)
        const other = await world.person()
        expect(await other.ok(listPendingPublishers, {})).toEqual({ items: [] })
        const headers = await tokenOf(world, person, ['manage'])
        const answer = await world.visitor().send({ ...toRaw(listPendingPublishers, {}), headers })
        expect(answer.body).toEqual({ items })
      },
    ],
    [
      'forbidden',
      'needs a token that manages',
      async (world) => {
        const headers = await tokenOf(world, await world.person(), ['upload', 'yank', 'read'])
        const raw = { ...toRaw(listPendingPublishers, {}), headers }
        expectProblem(await world.visitor().send(raw), 'forbidden')
      },
    ],
  ]),
  ...casesOf(addPendingPublisher, [
    [
      'success',
      'waits thirty days for the first upload, and reserves nothing',
      async (world) => {
        const [person, rival] = [await world.person(), await world.person()]
        const name = world.unique('Pending_')
        const added = await person.ok(addPendingPublisher, pend(name))
        expect(added).toMatchObject({ project: name, identity: github, nameTaken: false })
        expect(added.normalizedName).toBe(
          name.toLowerCase().replaceAll('_', '-').replaceAll('--', '-'),
        )
        const days = (Date.parse(added.expiresAt) - Date.parse(added.createdAt)) / 86_400_000
        expect(days).toBe(30)
        await rival.ok(addPendingPublisher, pend(name))
      },
    ],
    [
      'validation_failed',
      'refuses names that exist, and those that no project may have',
      async (world) => {
        const { project } = await seed(world)
        const person = await world.person()
        const refused = [
          [project.toUpperCase(), 'project_name_taken'],
          ['json', 'project_name_refused'],
          ['-x', 'project_name_shape'],
        ] as const
        for (const [name, code] of refused) {
          const answer = await person.ask(addPendingPublisher, pend(name))
          expectProblem(answer, 'validation_failed', [['/body/project', code]])
        }
      },
    ],
    [
      'forbidden',
      'needs a token that manages the account, or this new project',
      async (world) => {
        const person = await world.person()
        const name = world.unique('new')
        const make = async (newProjects: string[], actions: TokenAction[]) => {
          const scope = { kind: 'projects' as const, projects: [], newProjects }
          const body = { name: world.unique('token'), scope, actions }
          const { secret } = await person.ok(createToken, { body })
          const headers = { authorization: `Bearer ${secret}` }
          const call = toRaw(addPendingPublisher, pend(name))
          return world.visitor().send({ ...call, headers, without: ['origin'] })
        }
        expectProblem(await make([name], ['upload', 'read']), 'forbidden')
        expectProblem(await make([world.unique('other')], ['manage']), 'forbidden')
        expect((await make([name], ['manage'])).status).toBe(201)
      },
    ],
    [
      'email_unverified',
      'needs a verified address',
      async (world) => {
        const person = await world.person()
        await world.target.bounce(person.email)
        const answer = await person.ask(addPendingPublisher, pend(world.unique('new')))
        expectProblem(answer, 'email_unverified')
      },
    ],
    [
      'publisher_listed',
      'knows the same for the same name',
      async (world) => {
        const person = await world.person()
        const name = world.unique('new')
        await person.ok(addPendingPublisher, pend(name))
        const again = pend(name.toUpperCase(), { ...github, owner: 'OCTO-ORG' })
        expectProblem(await person.ask(addPendingPublisher, again), 'publisher_listed')
      },
    ],
    [
      'too_many_publishers',
      'takes three of a person',
      async (world) => {
        const person = await world.person()
        for (let count = 0; count < MOST_PENDING_PUBLISHERS; count += 1) {
          await person.ok(addPendingPublisher, pend(world.unique('new')))
        }
        const answer = await person.ask(addPendingPublisher, pend(world.unique('new')))
        expectProblem(answer, 'too_many_publishers')
      },
    ],
  ]),
  ...casesOf(removePendingPublisher, [
    [
      'success',
      'takes it away',
      async (world) => {
        const person = await world.person()
        const { id } = await person.ok(addPendingPublisher, pend(world.unique('new')))
        await person.ok(removePendingPublisher, { params: { id } })
        expect(await person.ok(listPendingPublishers, {})).toEqual({ items: [] })
        expectProblem(await person.ask(removePendingPublisher, { params: { id } }), 'not_found')
      },
    ],
    [
      'not_found',
      'knows none of others',
      async (world) => {
        const { id } = await (
          await world.person()
        ).ok(addPendingPublisher, pend(world.unique('new')))
        const other = await world.person()
        expectProblem(await other.ask(removePendingPublisher, { params: { id } }), 'not_found')
      },
    ],
    [
      'forbidden',
      'needs a token that manages',
      async (world) => {
        const headers = await tokenOf(world, await world.person(), ['upload', 'yank', 'read'])
        const raw = { ...toRaw(removePendingPublisher, { params: { id: ID } }), headers }
        expectProblem(await world.visitor().send({ ...raw, without: ['origin'] }), 'forbidden')
      },
    ],
  ]),
]

const looking = casesOf(checkGithubPublisher, [
  [
    'success',
    'says of each part what GitHub says, or that it cannot be looked up',
    async (world) => {
      const query = { owner: 'octo-org', repository: 'demo', workflow: 'release.yml' }
      const found = await (await world.anyone()).ok(checkGithubPublisher, { query })
      for (const result of [found.owner, found.repository, found.workflow]) {
        expect(LOOKUP_RESULTS).toContain(result)
      }
      expect(found.ownerId === null).toBe(found.owner !== 'found')
      const alone = await (
        await world.anyone()
      ).ok(checkGithubPublisher, {
        query: { owner: query.owner },
      })
      expect(alone.repository).toBe('unknown')
    },
  ],
])

export const pendingPublisherCases: readonly Case[] = [...pending, ...looking]
