import { expect } from '@jest/globals'
import {
  createToken,
  getProject,
  getRelease,
  TOKEN_ACTIONS,
  unyankRelease,
  yankRelease,
  type Endpoint,
  type Release,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw } from '../caller.ts'
import type { World } from '../world.ts'

const ONE = [{ version: '1.0' }]

async function seedOne(world: World) {
  const owner = await world.person()
  const project = await world.seedProject(owner, ONE)
  return { owner, project, params: { project, version: '1.0' } }
}

const show = (world: World, params: { project: string; version: string }): Promise<Release> =>
  world.visitor().ok(getRelease, { params })

const showing = casesOf(getRelease, [
  [
    'success',
    'shows the release with its README and files',
    async (world) => {
      const owner = await world.person()
      const name = world.unique('Shown_Release')
      const tags = ['py3-none-any', 'cp313-cp313-win_amd64']
      const seed = { version: '1.0', tags, summary: 'Short', readme: 'Long text of the README' }
      await world.seedProject(owner, [seed], name)
      const normalizedName = name.toLowerCase().replace('_', '-')
      const release = await show(world, { project: normalizedName, version: '1.0' })
      expect(release).toMatchObject({
        project: name,
        normalizedName,
        version: '1.0',
        prerelease: false,
        yanked: false,
        summary: 'Short',
        readme: { kind: 'markdown', html: expect.stringContaining('Long text of the README') },
        requiresDist: [],
      })
      const stem = normalizedName.replaceAll('-', '_')
      expect(release.files.map((file) => [file.filename, file.kind, file.pythonTag])).toEqual([
        [`${stem}-1.0-cp313-cp313-win_amd64.whl`, 'wheel', 'cp313'],
        [`${stem}-1.0-py3-none-any.whl`, 'wheel', 'py3'],
      ])
      for (const file of release.files) {
        expect(file.sha256).toMatch(/^[0-9a-f]{64}$/)
        expect(file.blake2b256).toMatch(/^[0-9a-f]{64}$/)
        expect(new URL(file.url).pathname.endsWith(`/${file.filename}`)).toBe(true)
        expect(file.metadataUrl).toBe(`${file.url}.metadata`)
      }
    },
  ],
  [
    'success',
    'finds the version in any spelling, and says null where there is no README',
    async (world) => {
      const { params } = await seedOne(world)
      const release = await show(world, params)
      expect(release.readme).toBeNull()
      for (const version of ['v1.0', '1', '1.0.0']) {
        expect(await show(world, { ...params, version })).toEqual(release)
      }
    },
  ],
  [
    'not_found',
    'knows no such project and no such release',
    async (world) => {
      const { params } = await seedOne(world)
      const missing = { ...params, project: world.unique('missing') }
      for (const place of [missing, { ...params, version: '1.1' }, { ...params, version: 'x' }]) {
        expectProblem(await world.visitor().ask(getRelease, { params: place }), 'not_found')
      }
    },
  ],
])

const yanking = casesOf(yankRelease, [
  [
    'success',
    'yanks with a reason that everybody reads, as often as one likes',
    async (world) => {
      const { owner, project, params } = await seedOne(world)
      const yank = (reason: string) => owner.ok(yankRelease, { params, body: { reason } })
      expect(await yank('Broken')).toMatchObject({ yanked: true, yankedReason: 'Broken' })
      expect(await show(world, params)).toMatchObject({ yanked: true, yankedReason: 'Broken' })
      expect(await yank('Very broken')).toMatchObject({ yankedReason: 'Very broken' })
      const { releases } = await world.visitor().ok(getProject, { params: { project } })
      expect(releases).toMatchObject([{ yanked: true, yankedReason: 'Very broken' }])
    },
  ],
  [
    'success',
    'needs no reason',
    async (world) => {
      const { owner, params } = await seedOne(world)
      await owner.ok(yankRelease, { params, body: {} })
      expect(await show(world, params)).toMatchObject({ yanked: true, yankedReason: null })
    },
  ],
  [
    'success',
    'takes a reason that spells out an escape for what it is',
    async (world) => {
      const { owner, params } = await seedOne(world)
      const reason = String.raw`Prints \u0000, "quotes" and \ud800 literally 🐍`
      await owner.ok(yankRelease, { params, body: { reason } })
      expect(await show(world, params)).toMatchObject({ yankedReason: reason })
    },
  ],
  [
    'success',
    'is for maintainers too',
    async (world) => {
      const { project, params } = await seedOne(world)
      const maintainer = await world.person()
      await world.target.addMaintainer(project, maintainer.username)
      await maintainer.ok(yankRelease, { params, body: {} })
      expect(await show(world, params)).toMatchObject({ yanked: true })
    },
  ],
  ...refusals(yankRelease, { body: {} }),
  ...tokenRules(yankRelease, { body: {} }, 'yank'),
])

const unyanking = casesOf(unyankRelease, [
  [
    'success',
    'takes the yank and its reason back; without a yank it changes nothing',
    async (world) => {
      const { owner, params } = await seedOne(world)
      const before = await show(world, params)
      await owner.ok(yankRelease, { params, body: { reason: 'Mistake' } })
      for (let round = 0; round < 2; round += 1) {
        const answer = await owner.ok(unyankRelease, { params })
        expect(answer).toMatchObject({ version: '1.0', yanked: false, yankedReason: null })
      }
      expect(await show(world, params)).toEqual(before)
    },
  ],
  ...refusals(unyankRelease, {}),
  ...tokenRules(unyankRelease, {}, 'yank'),
])

type Rows = Parameters<typeof casesOf>[1]

/** What yanking and taking it back have in common: who may not, and what is not there. */
function refusals(operation: Endpoint, rest: object): Rows {
  return [
    [
      'forbidden',
      'is not for strangers, and changes nothing',
      async (world) => {
        const { params } = await seedOne(world)
        const before = await show(world, params)
        const stranger = await world.person()
        expectProblem(await stranger.send(toRaw(operation, { params, ...rest })), 'forbidden')
        expect(await show(world, params)).toEqual(before)
      },
    ],
    [
      'not_found',
      'knows no such project and no such release',
      async (world) => {
        const { owner, params } = await seedOne(world)
        const missing = { ...params, project: world.unique('missing') }
        for (const place of [missing, { ...params, version: '1.1' }]) {
          const call = toRaw(operation, { params: place, ...rest })
          expectProblem(await owner.send(call), 'not_found')
        }
      },
    ],
  ]
}

/** A token may do it with the action and on its projects only. */
function tokenRules(operation: Endpoint, rest: object, action: 'yank'): Rows {
  return [
    [
      'success',
      'takes a token with the right action, without cookie or Origin',
      async (world) => {
        const { owner, project, params } = await seedOne(world)
        const { secret } = await owner.ok(createToken, {
          body: {
            name: 'right',
            scope: { kind: 'projects', projects: [project] },
            actions: [action],
          },
        })
        const call = toRaw(operation, { params, ...rest })
        const headers = { authorization: `Bearer ${secret}` }
        const answer = await world.visitor().send({ ...call, headers, without: ['origin'] })
        expect(answer.status).toBe(200)
      },
    ],
    [
      'forbidden',
      'refuses tokens with another action, of another project or of a stranger',
      async (world) => {
        const { owner, project, params } = await seedOne(world)
        const other = await world.seedProject(owner, ONE)
        const stranger = await world.person()
        const scope = (name: string) => ({ kind: 'projects' as const, projects: [name] })
        const wrong = TOKEN_ACTIONS.filter((known) => known !== action)
        const bodies = [
          [owner, { name: 'action', scope: scope(project), actions: wrong }],
          [owner, { name: 'project', scope: scope(other), actions: [action] }],
          [stranger, { name: 'person', scope: { kind: 'account' as const }, actions: [action] }],
        ] as const
        for (const [person, body] of bodies) {
          const { secret } = await person.ok(createToken, {
            body: { ...body, actions: [...body.actions] },
          })
          const headers = { authorization: `Bearer ${secret}` }
          const call = { ...toRaw(operation, { params, ...rest }), headers }
          expectProblem(await world.visitor().send(call), 'forbidden')
        }
      },
    ],
  ]
}

export const releaseCases: readonly Case[] = [...showing, ...yanking, ...unyanking]
