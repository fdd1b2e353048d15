import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret } from '../../test/callers.ts'
import { findAll, readXml, type XmlElement } from '../../test/read-xml.ts'
import { send } from '../../test/send.ts'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'
import { basic, buildWheel, publish } from '../../test/wheels.ts'
import { readAuthor } from './read-author.ts'

const HOSTILE = `<script>alert("1")</script> & 'quotes' ]]> é 漢`

describe.each(testedDatabases())('feeds on the %s database', (database) => {
  let api: TestApi
  let secret: string
  beforeAll(async () => {
    api = await startTestApi({}, { database })
    secret = await createSecret(api, await createPerson(api))
    await publish(api, secret, buildWheel('First.One', '1.0', { summary: HOSTILE }))
    await publish(api, secret, buildWheel('second', '0.1'))
    await publish(api, secret, buildWheel('First.One', '1!2.0'))
  })
  afterAll(() => api.close())

  const get = (path: string, headers: Record<string, string> = {}) =>
    send(api.origin, { path, headers })
  const read = async (path: string) => {
    const answer = await get(path)
    expect([answer.status, answer.headers['content-type']]).toEqual([
      200,
      'text/xml; charset=utf-8',
    ])
    return readXml(answer.text)
  }
  const textsOf = (root: XmlElement, tag: string) =>
    findAll(root, 'channel', 'item', tag).map(({ text }) => text)

  test('tell the newest releases, newest first', async () => {
    const root = await read('/rss/updates.xml')
    expect([root.tag, root.attributes['version']]).toEqual(['rss', '2.0'])
    expect(textsOf(root, 'title')).toEqual(['First.One 1!2.0', 'second 0.1', 'First.One 1.0'])
    const site = api.deps.config.PUBLIC_URL
    expect(textsOf(root, 'link')).toEqual([
      `${site}/project/first-one/1!2.0/`,
      `${site}/project/second/0.1/`,
      `${site}/project/first-one/1.0/`,
    ])
    expect(textsOf(root, 'description')).toEqual(['', '', HOSTILE])
    for (const date of textsOf(root, 'pubDate')) {
      expect(new Date(date).toUTCString()).toBe(date)
    }
    const [self] = findAll(root, 'channel', 'atom:link')
    expect(self!.attributes['href']).toBe(`${site}/rss/updates.xml`)
  })

  test('tell the newest projects, newest first', async () => {
    const root = await read('/rss/packages.xml')
    expect(textsOf(root, 'title')).toEqual(['second', 'First.One'])
  })

  test('tell the releases of one project under every spelling of its name', async () => {
    const root = await read('/rss/project/first-one/releases.xml')
    expect(textsOf(root, 'title')).toEqual(['1!2.0', '1.0'])
    const other = await get('/rss/project/First.One/releases.xml')
    expect([other.status, other.headers.location]).toEqual([
      301,
      '/rss/project/first-one/releases.xml',
    ])
  })

  test.each(['/rss/project/absent/releases.xml', '/rss/', '/rss/nothing.xml'])(
    'do not know %s',
    async (path) => {
      expect((await get(path)).status).toBe(404)
    },
  )

  test('are new with every release, and 304 until then', async () => {
    for (const path of ['/rss/updates.xml', '/rss/project/second/releases.xml']) {
      const before = await get(path)
      const headers = { 'if-none-match': before.headers.etag! }
      expect((await get(path, headers)).status).toBe(304)
      await publish(api, secret, buildWheel('second', path.length.toString()))
      const after = await get(path, headers)
      expect([
        after.status,
        after.text.includes(`>${path.length}<`) || after.text.includes(`second ${path.length}<`),
      ]).toEqual([200, true])
    }
  })

  test('leave private and quarantined projects out at once', async () => {
    const { db } = api.deps
    await publish(api, secret, buildWheel('unseen', '1.0'))
    const paths = ['/rss/updates.xml', '/rss/packages.xml', '/rss/project/unseen/releases.xml']
    for (const hide of [{ visibility: 'private' }, { status: 'quarantined' }] as const) {
      const where = { normalizedName: 'unseen' }
      await db.project.update({ where, data: { visibility: 'public', status: 'active' } })
      await db.indexClock.update({ where: { id: 1 }, data: { serial: { increment: 1 } } })
      for (const path of paths) expect((await get(path)).text).toContain('unseen')
      await db.project.update({ where, data: hide })
      await db.indexClock.update({ where: { id: 1 }, data: { serial: { increment: 1 } } })
      for (const path of paths) expect((await get(path)).text).not.toContain('unseen')
    }
  })
})

describe('feeds of a private index', () => {
  test('are for people and tokens that read all of it', async () => {
    const api = await startTestApi({ PRIVATE_INDEX: 'true' })
    try {
      const owner = await createPerson(api)
      const all = await createSecret(api, owner)
      await publish(api, all, buildWheel('inside', '1.0'))
      const narrow = await createSecret(api, owner, { actions: ['read'], projects: ['inside'] })
      const get = (path: string, as?: string) =>
        send(api.origin, { path, headers: as === undefined ? {} : { authorization: basic(as) } })
      for (const path of ['/rss/updates.xml', '/rss/packages.xml', '/stats/', '/sitemap.xml']) {
        expect([path, (await get(path)).status]).toEqual([path, 401])
        expect([path, (await get(path, narrow)).status]).toEqual([path, 403])
        const answer = await get(path, all)
        expect([path, answer.status]).toEqual([path, 200])
        expect(answer.headers['cache-control']).toBe('private, no-store')
      }
      const feed = '/rss/project/inside/releases.xml'
      expect((await get(feed)).status).toBe(401)
      expect((await get(feed, narrow)).status).toBe(200)
    } finally {
      await api.close()
    }
  })
})

describe('an author', () => {
  test.each([
    ['a@example.org', 'a@example.org'],
    ['A B <a@example.org>', 'a@example.org'],
    ['A <a@example.org>, b.c+d@sub.example.org', 'a@example.org, b.c+d@sub.example.org'],
    ['A <a@example.org>, nonsense', undefined],
    ['"Last, First" <a@example.org>', undefined],
    ['<a@b@example.org>', undefined],
    [`${'a'.repeat(3_000)}@example.org`, undefined],
    ['', undefined],
    [null, undefined],
  ])('of %s is %s', (written, shown) => {
    expect(readAuthor(written)).toBe(shown)
  })
})
