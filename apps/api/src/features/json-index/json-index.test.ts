import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  createPerson,
  createSecret,
  withToken,
  type Person,
  type TestCaller,
} from '../../test/callers.ts'
import { send, type Answer } from '../../test/send.ts'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'
import { basic, buildSdist, buildWheel, publish } from '../../test/wheels.ts'

type JsonAnswer = {
  info: Record<string, unknown>
  last_serial: number
  ownership: unknown
  releases?: Record<string, { filename: string }[]>
  urls: Record<string, unknown>[]
  vulnerabilities: unknown[]
}

const INFO_KEYS =
  'author author_email bugtrack_url classifiers description description_content_type docs_url download_url downloads dynamic home_page keywords license license_expression license_files maintainer maintainer_email name package_url platform project_url project_urls provides_extra release_url requires_dist requires_python summary version yanked yanked_reason'
const FILE_KEYS =
  'comment_text core-metadata digests downloads filename has_sig md5_digest packagetype python_version requires_python size upload_time upload_time_iso_8601 url yanked yanked_reason'

describe.each(testedDatabases())('the JSON API on the %s database', (database) => {
  let api: TestApi
  let owner: Person
  let secret: string
  let keeper: TestCaller
  beforeAll(async () => {
    api = await startTestApi({}, { database })
    owner = await createPerson(api)
    secret = await createSecret(api, owner)
    keeper = await withToken(api, owner, { actions: ['yank', 'manage', 'read'] })
    await publish(api, secret, buildWheel('Some.Thing', '1.0', { summary: 'Does some thing' }))
    await publish(api, secret, buildSdist('Some.Thing', '1.0', { requiresPython: '>=3.9' }))
    await publish(api, secret, buildWheel('Some.Thing', '1.10', { summary: 'Newest' }))
    await publish(api, secret, buildWheel('Some.Thing', '1.9'))
    await publish(api, secret, buildWheel('Some.Thing', '2.0rc1'))
  })
  afterAll(() => api.close())

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    send(api.origin, { path, headers, method })
  const read = async (path: string): Promise<JsonAnswer> => {
    const answer = await get(path)
    expect([path, answer.status]).toEqual([path, 200])
    return answer.json<JsonAnswer>()
  }

  test('has every key, and says what the archive says', async () => {
    const json = await read('/pypi/some-thing/json')
    expect(Object.keys(json)).toEqual([
      'info',
      'last_serial',
      'ownership',
      'releases',
      'urls',
      'vulnerabilities',
    ])
    expect(Object.keys(json.info).join(' ')).toBe(INFO_KEYS)
    expect(Object.keys(json.urls[0]!).join(' ')).toBe(FILE_KEYS)
    const site = api.deps.config.PUBLIC_URL
    expect(json.info).toMatchObject({
      name: 'Some.Thing',
      version: '1.10',
      summary: 'Newest',
      downloads: { last_day: -1, last_month: -1, last_week: -1 },
      package_url: `${site}/project/Some.Thing/`,
      release_url: `${site}/project/Some.Thing/1.10/`,
      requires_dist: null,
      classifiers: [],
      yanked: false,
      yanked_reason: null,
    })
    expect(json.ownership).toEqual({
      organization: null,
      roles: [{ role: 'Owner', user: owner.username }],
    })
    // As text: 1.10 before 1.9.
    expect(Object.keys(json.releases!)).toEqual(['1.0', '1.10', '1.9', '2.0rc1'])
    expect(json.releases!['1.0']!.map(({ filename }) => filename)).toEqual([
      'some_thing-1.0-py3-none-any.whl',
      'some_thing-1.0.tar.gz',
    ])
    expect(json.vulnerabilities).toEqual([])
  })

  test('describes a file so that it can be fetched and checked', async () => {
    const json = await read('/pypi/some-thing/1.0/json')
    const [wheel, sdist] = json.urls as [Record<string, unknown>, Record<string, unknown>]
    const page = await get('/simple/some-thing/', {
      accept: 'application/vnd.pypi.simple.v1+json',
    })
    type Listed = {
      filename: string
      url: string
      size: number
      hashes: { sha256: string }
      'core-metadata': unknown
    }
    const { files } = page.json<{ files: Listed[] }>()
    for (const file of [wheel, sdist]) {
      const listed = files.find(({ filename }) => filename === file['filename'])!
      expect(file).toMatchObject({
        url: listed.url,
        size: listed.size,
        digests: { sha256: listed.hashes.sha256 },
        'core-metadata': listed['core-metadata'],
        downloads: -1,
        has_sig: false,
        comment_text: '',
      })
    }
    expect(wheel).toMatchObject({ packagetype: 'bdist_wheel', python_version: 'py3' })
    expect(sdist).toMatchObject({
      packagetype: 'sdist',
      python_version: 'source',
      requires_python: '>=3.9',
      'core-metadata': false,
    })
    expect(wheel['upload_time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
    expect(String(wheel['upload_time_iso_8601']).slice(0, 19)).toBe(wheel['upload_time'])
  })

  test('gives one release by every spelling of its version, without the others', async () => {
    const one = await get('/pypi/some-thing/1.0/json')
    const same = await get('/pypi/some-thing/1.0.0/json/')
    expect([same.status, same.text]).toEqual([200, one.text])
    expect(one.json<JsonAnswer>()).toMatchObject({ info: { version: '1.0' } })
    expect(one.json<JsonAnswer>().releases).toBeUndefined()
    expect(one.json<JsonAnswer>().urls).toHaveLength(2)
  })

  test.each([
    ['/pypi/SOME_Thing/json', '/pypi/some-thing/json'],
    ['/pypi/some.thing/1.0/json', '/pypi/some-thing/1.0/json'],
    ['/pypi/Absent/json', '/pypi/absent/json'],
  ])('sends %s to %s', async (path, to) => {
    const answer = await get(path)
    expect([answer.status, answer.headers.location]).toEqual([301, to])
    expect(answer.headers['access-control-allow-origin']).toBe('*')
  })

  test.each([
    '/pypi/absent/json',
    '/pypi/some-thing/7.0/json',
    '/pypi/some-thing/nonsense/json',
    '/pypi/-x/json',
  ])('does not know %s', async (path) => {
    const answer = await get(path)
    expect([answer.status, answer.json()]).toEqual([404, { message: 'Not Found' }])
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
    expect(answer.headers['access-control-allow-origin']).toBe('*')
  })

  test('has the headers that mirrors and caches look at', async () => {
    const answer = await get('/pypi/some-thing/json')
    const json = answer.json<JsonAnswer>()
    const simple = await get('/simple/some-thing/')
    expect(answer.headers['x-pypi-last-serial']).toBe(String(json.last_serial))
    expect(answer.headers['x-pypi-last-serial']).toBe(simple.headers['x-pypi-last-serial'])
    expect(answer.headers['cache-control']).toBe(simple.headers['cache-control'])
    const etag = answer.headers.etag!
    const again = await get('/pypi/some-thing/json', { 'if-none-match': etag })
    expect([again.status, again.text]).toEqual([304, ''])
    const head = await get('/pypi/some-thing/json', {}, 'HEAD')
    expect([head.status, head.headers['content-length'], head.text]).toEqual([
      200,
      answer.headers['content-length'],
      '',
    ])
    const posted = await get('/pypi/some-thing/json', {}, 'POST')
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
    expect((await get('/pypi/some-thing/json', {}, 'OPTIONS')).status).toBe(204)
  })

  test('is compressed once it was asked for', async () => {
    const plain = await get('/pypi/some-thing/json')
    let packed: Answer | undefined
    for (let round = 0; round < 200 && packed === undefined; round += 1) {
      const answer = await get('/pypi/some-thing/json', { 'accept-encoding': 'gzip' })
      if (answer.headers['content-encoding'] === 'gzip') packed = answer
      else await sleep(20)
    }
    expect(gunzipSync(packed!.bytes).toString()).toBe(plain.text)
    expect(packed!.headers.etag).not.toBe(plain.headers.etag)
  })

  test('is new with every change: an upload, a yank, a role', async () => {
    await publish(api, secret, buildWheel('changing', '1.0'))
    const before = await get('/pypi/changing/json')
    await publish(api, secret, buildWheel('changing', '2.0'))
    const uploaded = await read('/pypi/changing/json')
    expect(uploaded.info['version']).toBe('2.0')
    expect(uploaded.last_serial).toBeGreaterThan(before.json<JsonAnswer>().last_serial)
    const yank = { reason: 'broken' }
    await keeper.ask('PUT', '/api/v1/projects/changing/releases/2.0/yank', yank)
    expect((await read('/pypi/changing/json')).info['version']).toBe('1.0')
    const yanked = await read('/pypi/changing/2.0/json')
    expect(yanked.info).toMatchObject({ yanked: true, yanked_reason: 'broken' })
    expect(yanked.urls[0]).toMatchObject({ yanked: true, yanked_reason: 'broken' })
    const helper = await createPerson(api)
    const project = await api.deps.db.project.findUniqueOrThrow({
      where: { normalizedName: 'changing' },
    })
    await api.deps.db.role.create({
      data: { projectId: project.id, principalId: helper.userId, role: 'maintainer' },
    })
    expect((await read('/pypi/changing/json')).ownership).toMatchObject({
      roles: [
        { role: 'Owner', user: owner.username },
        { role: 'Maintainer', user: helper.username },
      ],
    })
  })

  test('has no quarantined project, and a private one for its people only', async () => {
    const { db } = api.deps
    await publish(api, secret, buildWheel('hidden', '1.0'))
    expect((await get('/pypi/hidden/json')).status).toBe(200)
    const where = { normalizedName: 'hidden' }
    await db.project.update({ where, data: { visibility: 'private' } })
    expect((await get('/pypi/hidden/json')).status).toBe(404)
    expect((await get('/pypi/hidden/1.0/json')).status).toBe(404)
    const member = await get('/pypi/hidden/json', { authorization: basic(secret) })
    expect(member.status).toBe(200)
    expect(member.headers['cache-control']).toBe('private, no-store')
    const stranger = await createSecret(api, await createPerson(api))
    expect((await get('/pypi/hidden/json', { authorization: basic(stranger) })).status).toBe(404)
    await db.project.update({ where, data: { visibility: 'public', status: 'quarantined' } })
    expect((await get('/pypi/hidden/json', { authorization: basic(secret) })).status).toBe(404)
  })

  test('is whole for a project with more files than are read at once', async () => {
    const { db } = api.deps
    const template = await db.file.findFirstOrThrow({
      where: { filename: 'some_thing-1.9-py3-none-any.whl' },
    })
    const { id: _, publishedBy: _none, ...columns } = template
    const release = await db.release.findUniqueOrThrow({ where: { id: template.releaseId } })
    const count = 1_201
    await db.file.createMany({
      data: Array.from({ length: count }, (_item, n) => {
        const filename = `some_thing-1.9-${n}-py3-none-any.whl`
        const digest = n.toString(16).padStart(64, '0')
        return {
          ...columns,
          filename,
          sortKey: `${release.sortKey} ${filename}`,
          blake2b256: digest,
          storagePath: `aa/bb/${n}/${filename}`,
        }
      }),
    })
    await db.project.update({
      where: { normalizedName: 'some-thing' },
      data: { serial: { increment: 1 } },
    })
    const project = await read('/pypi/some-thing/json')
    const names = project.releases!['1.9']!.map(({ filename }) => filename)
    expect(new Set(names).size).toBe(count + 1)
    expect(names).toEqual(names.toSorted())
    expect((await read('/pypi/some-thing/1.9/json')).urls).toHaveLength(count + 1)
    expect((await read('/pypi/some-thing/1.10/json')).urls).toHaveLength(1)
  })
})

describe('the JSON API of a private index', () => {
  let api: TestApi
  let owner: Person
  let secret: string
  beforeAll(async () => {
    api = await startTestApi({ PRIVATE_INDEX: 'true' })
    owner = await createPerson(api)
    secret = await createSecret(api, owner)
    await publish(api, secret, buildWheel('inside', '1.0'))
    await publish(api, secret, buildWheel('beside', '1.0'))
  })
  afterAll(() => api.close())
  const get = (path: string, as?: string) =>
    send(api.origin, { path, headers: as === undefined ? {} : { authorization: basic(as) } })

  test('is for people and tokens that may read, and for no cache', async () => {
    const path = '/pypi/inside/json'
    const nobody = await get(path)
    expect([nobody.status, nobody.headers['www-authenticate']]).toEqual([
      401,
      expect.stringMatching(/^Basic /),
    ])
    expect((await get('/pypi/absent/json')).text).toBe(nobody.text)
    const answer = await get(path, secret)
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'private, no-store'])
    const narrow = await createSecret(api, owner, { actions: ['read'], projects: ['beside'] })
    expect((await get(path, narrow)).status).toBe(404)
    expect((await get('/pypi/beside/json', narrow)).status).toBe(200)
  })
})
