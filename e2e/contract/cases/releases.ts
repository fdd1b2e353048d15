import { expect } from '@jest/globals'
import {
  createToken,
  getProject,
  getRelease,
  LATEST,
  TOKEN_ACTIONS,
  unyankRelease,
  unyankReleases,
  yankRelease,
  yankReleases,
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
    'success',
    'shows the latest one: not yanked, no pre-release if there is another',
    async (world) => {
      const owner = await world.person()
      const versions = ['1.0', '2.0', '10.0', '11.0rc1'].map((version) => ({ version }))
      const project = await world.seedProject(owner, versions)
      const shown = async (): Promise<string> =>
        (await show(world, { project, version: LATEST })).version
      expect(await shown()).toBe('10.0')
      await owner.ok(yankRelease, { params: { project, version: '10.0' }, body: {} })
      expect(await shown()).toBe('2.0')
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
  [
    'success',
    'tells the owners by mail, once for each change',
    async (world) => {
      const { owner, params } = await seedOne(world)
      const before = (await world.mailsTo(owner.email)).length
      const body = { reason: 'Broken' }
      for (let round = 0; round < 2; round += 1) await owner.ok(yankRelease, { params, body })
      const mails = (await world.mailsTo(owner.email)).slice(before)
      expect(mails.map(({ subject }) => subject)).toEqual([`Yanked: ${params.project} 1.0`])
    },
  ],
  ...refusals(yankRelease, (params) => ({ params, body: {} })),
  ...tokenRules(yankRelease, (params) => ({ params, body: {} }), 'yank'),
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
  ...refusals(unyankRelease, (params) => ({ params })),
  ...tokenRules(unyankRelease, (params) => ({ params }), 'yank'),
])

const THREE = ['1.0', '1.1', '2.0'].map((version) => ({ version }))

const yankingMany = casesOf(yankReleases, [
  [
    'success',
    'yanks them all for one reason, told in one mail, in the order in which they are named',
    async (world) => {
      const owner = await world.person()
      const project = await world.seedProject(owner, THREE)
      const before = (await world.mailsTo(owner.email)).length
      const body = { versions: ['2.0', 'v1', '1.0.0'], reason: 'All broken' }
      const { items } = await owner.ok(yankReleases, { params: { project }, body })
      const yanked = { yanked: true, yankedReason: 'All broken' }
      expect(items).toMatchObject([
        { version: '2.0', ...yanked },
        { version: '1.0', ...yanked },
      ])
      const { releases } = await world.visitor().ok(getProject, { params: { project } })
      expect(releases.map((release) => [release.version, release.yanked])).toEqual([
        ['2.0', true],
        ['1.1', false],
        ['1.0', true],
      ])
      expect(await world.mailsTo(owner.email)).toHaveLength(before + 1)
    },
  ],
  [
    'not_found',
    'yanks none of them where one is not there',
    async (world) => {
      const { owner, project } = await seedOne(world)
      const call = { params: { project }, body: { versions: ['1.0', '1.9'] } }
      expectProblem(await owner.ask(yankReleases, call), 'not_found')
      expect(await show(world, { project, version: '1.0' })).toMatchObject({ yanked: false })
    },
  ],
  [
    'validation_failed',
    'takes at least one version, and a hundred at the most',
    async (world) => {
      const { owner, project } = await seedOne(world)
      for (const [count, code] of [
        [0, 'too_few'],
        [101, 'too_many'],
      ] as const) {
        const versions = Array.from({ length: count }, (_, minor) => `1.${minor}`)
        const answer = await owner.ask(yankReleases, { params: { project }, body: { versions } })
        expectProblem(answer, 'validation_failed', [['/body/versions', code]])
      }
    },
  ],
  ...refusals(yankReleases, manyCall),
  ...tokenRules(yankReleases, manyCall, 'yank'),
])

const unyankingMany = casesOf(unyankReleases, [
  [
    'success',
    'takes the yanks back in the order in which they are named, and leaves alone what is not yanked',
    async (world) => {
      const owner = await world.person()
      const project = await world.seedProject(owner, THREE)
      const params = { project }
      await owner.ok(yankReleases, { params, body: { versions: ['1.0', '2.0'] } })
      const body = { versions: ['2.0', '1.0', '1.1'] }
      const { items } = await owner.ok(unyankReleases, { params, body })
      expect(items).toMatchObject(body.versions.map((version) => ({ version, yanked: false })))
    },
  ],
  ...refusals(unyankReleases, manyCall),
  ...tokenRules(unyankReleases, manyCall, 'yank'),
])

type Rows = Parameters<typeof casesOf>[1]
type Place = { project: string; version: string }
/** The call of an operation for one release. */
type CallFor = (place: Place) => object

function manyCall({ project, version }: Place): object {
  return { params: { project }, body: { versions: [version] } }
}

/** What yanking and taking it back have in common: who may not, and what is not there. */
function refusals(operation: Endpoint, callFor: CallFor): Rows {
  return [
    [
      'forbidden',
      'is not for strangers, and changes nothing',
      async (world) => {
        const { params } = await seedOne(world)
        const before = await show(world, params)
        const stranger = await world.person()
        expectProblem(await stranger.send(toRaw(operation, callFor(params))), 'forbidden')
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
          const call = toRaw(operation, callFor(place))
          expectProblem(await owner.send(call), 'not_found')
        }
      },
    ],
    [
      'forbidden',
      'leaves a project in quarantine as it is',
      async (world) => {
        const { owner, project, params } = await seedOne(world)
        await world.target.quarantine(project, 'under review')
        const call = toRaw(operation, callFor(params))
        expectProblem(await owner.send(call), 'forbidden')
      },
    ],
  ]
}

/** A token may do it with the action and on its projects only. */
function tokenRules(operation: Endpoint, callFor: CallFor, action: 'yank'): Rows {
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
        const call = toRaw(operation, callFor(params))
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
          const call = { ...toRaw(operation, callFor(params)), headers }
          expectProblem(await world.visitor().send(call), 'forbidden')
        }
      },
    ],
  ]
}

export const releaseCases: readonly Case[] = [
  ...showing,
  ...yanking,
  ...unyanking,
  ...yankingMany,
  ...unyankingMany,
]
