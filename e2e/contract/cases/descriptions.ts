import { expect } from '@jest/globals'
import {
  changeDescription,
  createToken,
  getDescription,
  getProjectOverview,
  getRelease,
  restoreDescription,
  type Endpoint,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw } from '../caller.ts'
import type { World } from '../world.ts'

const LINKS = [{ label: 'Docs', url: 'https://example.org/docs' }]
const BODY = {
  description: 'Words of *today*',
  contentType: 'text/markdown',
  links: LINKS,
} as const

async function seedTwo(world: World) {
  const owner = await world.person()
  const maintainer = await world.person()
  const readme = 'Words of the release'
  const project = await world.seedProject(owner, [{ version: '0.9' }, { version: '1.0', readme }])
  await world.target.addMaintainer(project, maintainer.username)
  return { owner, maintainer, project, params: { project, version: '1.0' } }
}

const reading = casesOf(getDescription, [
  [
    'success',
    'has the source of a description, ready to be edited',
    async (world) => {
      const { maintainer, params } = await seedTwo(world)
      expect(await maintainer.ok(getDescription, { params })).toEqual({
        version: '1.0',
        description: expect.stringContaining('Words of the release'),
        contentType: 'text/markdown',
        links: [],
        changed: null,
      })
    },
  ],
  ...refusals(getDescription),
])

const changing = casesOf(changeDescription, [
  [
    'success',
    'changes description and links of the latest release, says when, and can be changed again',
    async (world) => {
      const { owner, maintainer, project, params } = await seedTwo(world)
      const done = await maintainer.ok(changeDescription, { params, body: BODY })
      expect(done).toEqual({
        version: '1.0',
        description: BODY.description,
        contentType: 'text/markdown',
        links: LINKS,
        changed: { at: expect.any(String), by: maintainer.username },
      })
      const release = await world.visitor().ok(getRelease, { params })
      expect(release).toMatchObject({
        describedAt: done.changed?.at,
        projectUrls: LINKS,
        readme: { kind: 'markdown', html: expect.stringContaining('today') },
      })
      const overview = await owner.ok(getProjectOverview, { params: { project } })
      expect(overview.latest).toMatchObject({ hasDescription: true, hasLinks: true })
      const none = { description: '', contentType: 'text/x-rst' as const, links: [] }
      await owner.ok(changeDescription, { params, body: none })
      expect(await world.visitor().ok(getRelease, { params })).toMatchObject({
        readme: null,
        projectUrls: [],
      })
      expect((await world.mailsTo(owner.email)).at(-1)?.subject).toContain(project)
    },
  ],
  [
    'validation_failed',
    'refuses links that are none, and labels that are there twice',
    async (world) => {
      const { owner, params } = await seedTwo(world)
      const send = (links: object[]) =>
        owner.send(toRaw(changeDescription, { params, body: { ...BODY, links } }))
      for (const url of ['javascript:alert(1)', 'example.org', 'https://']) {
        expectProblem(await send([{ label: 'Docs', url }]), 'validation_failed', [
          ['/body/links/0/url', 'link_shape'],
        ])
      }
      expectProblem(await send([...LINKS, ...LINKS]), 'validation_failed', [
        ['/body/links', 'label_twice'],
      ])
    },
  ],
  [
    'conflict',
    'leaves older releases as they were',
    async (world) => {
      const { owner, project } = await seedTwo(world)
      const params = { project, version: '0.9' }
      expectProblem(await owner.ask(changeDescription, { params, body: BODY }), 'conflict')
      const release = await world.visitor().ok(getRelease, { params })
      expect(release).toMatchObject({ describedAt: null, readme: null })
    },
  ],
  [
    'success',
    'takes descriptions that are longer than other bodies may be',
    async (world) => {
      const { owner, params } = await seedTwo(world)
      const description = 'word '.repeat(60_000)
      const body = { ...BODY, description, contentType: 'text/plain' as const }
      await owner.ok(changeDescription, { params, body })
      expect((await owner.ok(getDescription, { params })).description).toBe(description)
    },
  ],
  ...refusals(changeDescription, BODY),
])

const restoring = casesOf(restoreDescription, [
  [
    'success',
    'shows again what the files say, as often as one likes',
    async (world) => {
      const { owner, params } = await seedTwo(world)
      const before = await world.visitor().ok(getRelease, { params })
      await owner.ok(changeDescription, { params, body: BODY })
      for (let round = 0; round < 2; round += 1) {
        const done = await owner.ok(restoreDescription, { params })
        expect(done.changed).toBeNull()
        expect(done.description).toContain('Words of the release')
      }
      expect(await world.visitor().ok(getRelease, { params })).toEqual(before)
    },
  ],
  ...refusals(restoreDescription),
])

type Rows = Parameters<typeof casesOf>[1]

/** Who may not, and what is not there. */
function refusals(operation: Endpoint, body?: object): Rows {
  const rest = body === undefined ? {} : { body }
  return [
    [
      'forbidden',
      'is for the people of the project and their tokens that manage, and not in quarantine',
      async (world) => {
        const { owner, project, params } = await seedTwo(world)
        const call = toRaw(operation, { params, ...rest })
        expectProblem(await (await world.person()).send(call), 'forbidden')
        const ask = async (actions: ('manage' | 'upload' | 'yank' | 'read')[]) => {
          const token = { name: world.unique('t'), scope: { kind: 'account' as const }, actions }
          const { secret } = await owner.ok(createToken, { body: token })
          const headers = { authorization: `Bearer ${secret}` }
          return world.visitor().send({ ...call, headers, without: ['origin'] })
        }
        expectProblem(await ask(['upload', 'yank', 'read']), 'forbidden')
        expect((await ask(['manage'])).status).toBe(200)
        await world.target.quarantine(project, 'Looked at')
        expectProblem(await owner.send(call), 'forbidden')
      },
    ],
    [
      'not_found',
      'knows no such project and no such release',
      async (world) => {
        const { owner, params } = await seedTwo(world)
        const missing = { ...params, project: world.unique('missing') }
        for (const place of [missing, { ...params, version: '1.1' }]) {
          const call = toRaw(operation, { params: place, ...rest })
          expectProblem(await owner.send(call), 'not_found')
        }
      },
    ],
  ]
}

export const descriptionCases: readonly Case[] = [...reading, ...changing, ...restoring]
