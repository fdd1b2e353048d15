import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { anonymous, withToken } from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { createWorld, type World } from './test/case.ts'
import { sdist, wheel } from './test/make-distribution.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Uploads that policies judge differently; each is fine in all else. */
const UPLOADS = {
  'without a second factor': async (world) =>
    world.sendAs((await world.person({ twoFactor: false })).secret, wheel(world.name)),
  'with a bare linux tag': (world) =>
    world.send(wheel(world.name, '1.0', { tag: 'py3-none-linux_x86_64' })),
  'with a local version': (world) => world.send(wheel(world.name, '1.0+company.1')),
  'with a RECORD that lacks a member': (world) =>
    world.send(wheel(world.name, '1.0', { extra: [{ name: 'demo/more.py', data: '' }] })),
  'for a release of 15 days': async (world) => {
    await world.publish(wheel(world.name))
    await world.api.deps.db.release.updateMany({
      where: { project: { normalizedName: world.name } },
      data: { createdAt: new Date(Date.now() - 15 * DAY_MS) },
    })
    return world.send(sdist(world.name))
  },
  'of the 21st new project': async (world) => {
    for (let index = 0; index < 20; index += 1) {
      await world.publish(wheel(`${world.name}-${index.toString(16)}-y`))
    }
    return world.send(wheel(world.name))
  },
} satisfies Record<string, (world: World) => ReturnType<World['send']>>

type Name = keyof typeof UPLOADS
const NAMES = Object.keys(UPLOADS) as Name[]

type Row = { title: string; environment: Record<string, string>; takes: readonly Name[] }

const SWITCHES: readonly (readonly [name: string, value: string, takes: Name])[] = [
  ['REQUIRE_TWO_FACTOR', 'false', 'without a second factor'],
  ['ALLOW_LINUX_TAGS', 'true', 'with a bare linux tag'],
  ['ALLOW_LOCAL_VERSIONS', 'true', 'with a local version'],
  ['CHECK_RECORD', 'false', 'with a RECORD that lacks a member'],
  ['CLOSE_RELEASES_AFTER_DAYS', '0', 'for a release of 15 days'],
  ['LIMIT_NEW_PROJECTS_PER_HOUR', '200', 'of the 21st new project'],
]

const ROWS: readonly Row[] = [
  { title: 'POLICY=pypi', environment: { POLICY: 'pypi' }, takes: [] },
  {
    title: 'POLICY=default',
    environment: { POLICY: 'default' },
    takes: ['without a second factor', 'of the 21st new project'],
  },
  {
    title: 'POLICY=private',
    environment: { POLICY: 'private' },
    takes: [
      'without a second factor',
      'with a bare linux tag',
      'with a local version',
      'for a release of 15 days',
      'of the 21st new project',
    ],
  },
  ...SWITCHES.map(([name, value, takes]) => ({
    title: `POLICY=pypi ${name}=${value}`,
    environment: { POLICY: 'pypi', [name]: value },
    takes: [takes],
  })),
]

describe.each(ROWS)('$title', ({ environment, takes }) => {
  let api: TestApi
  beforeAll(async () => {
    api = await startTestApi({
      LIMIT_NEW_PROJECTS_PER_HOUR: '',
      TRUST_PROXY: '1',
      ...environment,
    })
  })
  afterAll(() => api.close())

  test.each(NAMES)('an upload %s', async (name) => {
    const { status, text } = await UPLOADS[name](await createWorld(api))
    const expected = takes.includes(name) ? 200 : name === 'without a second factor' ? 403 : 400
    expect({ status, text }).toMatchObject({
      status: name === 'of the 21st new project' && expected === 400 ? 429 : expected,
    })
  })
})

describe('READ_ONLY', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await startTestApi({ READ_ONLY: 'true' })
  })
  afterAll(() => api.close())

  test('refuses what would change something, with a problem and when to come back', async () => {
    const world = await createWorld(api)
    const program = await withToken(api, world.owner, { actions: ['manage'] })
    for (const [method, path] of [
      ['POST', '/api/v1/sessions'],
      ['DELETE', '/api/v1/projects/x/files/x-1.0.tar.gz?confirm=x-1.0.tar.gz'],
    ] as const) {
      const answer = await program.ask(method, path, method === 'POST' ? {} : undefined)
      expect(answer.status).toBe(503)
      expect(answer.json()).toMatchObject({ code: 'unavailable' })
      expect(answer.json()['detail']).toContain('read-only')
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    }
  })

  test('lets everybody read', async () => {
    expect((await anonymous(api).ask('GET', '/api/v1/site')).status).toBe(200)
    expect((await anonymous(api).ask('GET', '/simple/')).status).toBe(200)
  })
})
