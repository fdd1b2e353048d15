import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readConfig } from '../../config.ts'
import { createPerson, createSecret } from '../../test/callers.ts'
import { findAll, readXml } from '../../test/read-xml.ts'
import { send } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'
import { writeRobots } from './write-robots.ts'

let api: TestApi
let site: string
beforeAll(async () => {
  api = await startTestApi({ SECURITY_CONTACT: 'mailto:security@example.org' })
  site = api.deps.config.PUBLIC_URL
  const secret = await createSecret(api, await createPerson(api))
  await publish(api, secret, buildWheel('Seen.Here', '1.0'))
  await publish(api, secret, buildWheel('unseen', '1.0', { ballast: 5_000 }))
  await api.deps.db.project.update({
    where: { normalizedName: 'unseen' },
    data: { visibility: 'private' },
  })
})
afterAll(() => api.close())
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  send(api.origin, { path, headers, method })

describe('robots.txt', () => {
  test('turns all away from a machine of one’s own', async () => {
    const answer = await get('/robots.txt')
    expect([answer.status, answer.text]).toEqual([200, 'User-agent: *\nDisallow: /\n'])
  })

  test('leaves crawlers the pages of a public site, and says where its sitemap is', () => {
    const environment = {
      PUBLIC_URL: 'https://index.example.org',
      SECRET_KEY: 'x'.repeat(32),
      DATA_DIR: '/nowhere',
    }
    const text = writeRobots(readConfig(environment))
    expect(text).toContain('Disallow: /simple/\n')
    expect(text).not.toMatch(/^Disallow: \/(project.*)?$/m)
    expect(text).toContain('\nSitemap: https://index.example.org/sitemap.xml\n')
    const hidden = writeRobots(readConfig({ ...environment, PRIVATE_INDEX: 'true' }))
    expect(hidden).toBe('User-agent: *\nDisallow: /\n')
  })
})

describe('well-known addresses', () => {
  test('say where weaknesses are reported, good for almost a year (RFC 9116)', async () => {
    const { status, headers, text } = await get('/.well-known/security.txt')
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8'])
    expect(text).toContain('Contact: mailto:security@example.org\n')
    expect(text).toContain(`Canonical: ${site}/.well-known/security.txt\n`)
    const expires = new Date(/^Expires: (\S+)$/m.exec(text)![1]!)
    const days = (expires.getTime() - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(360)
    expect(days).toBeLessThan(365)
  })

  test('send password managers to the form', async () => {
    const answer = await get('/.well-known/change-password')
    expect([answer.status, answer.headers.location]).toEqual([302, '/account/password'])
    const probe = await get(
      '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200',
      { accept: 'text/html' },
    )
    expect(probe.status).toBe(404)
  })

  test('have no security.txt without a contact', async () => {
    const other = await startTestApi()
    try {
      const path = '/.well-known/security.txt'
      expect((await send(other.origin, { path })).status).toBe(404)
    } finally {
      await other.close()
    }
  })
})

test('opensearch.xml leads to the search', async () => {
  const { status, headers, text } = await get('/opensearch.xml')
  expect([status, headers['content-type']]).toEqual([
    200,
    'application/opensearchdescription+xml; charset=utf-8',
  ])
  const [url] = findAll(readXml(text), 'Url')
  expect(url!.attributes['template']).toBe(`${site}/search?q={searchTerms}`)
})

describe('the sitemap', () => {
  test('names parts that name public projects only', async () => {
    const index = await get('/sitemap.xml')
    const parts = findAll(readXml(index.text), 'sitemap', 'loc').map((loc) => loc.text)
    expect(parts).toEqual([`${site}/sitemap-1.xml`])
    const part = await get('/sitemap-1.xml')
    expect(part.headers['content-type']).toBe('text/xml; charset=utf-8')
    expect(findAll(readXml(part.text), 'url', 'loc').map((loc) => loc.text)).toEqual([
      `${site}/`,
      `${site}/project/seen-here/`,
    ])
    const etag = part.headers.etag!
    expect((await get('/sitemap-1.xml', { 'if-none-match': etag })).status).toBe(304)
  })

  test.each(['/sitemap-0.xml', '/sitemap-3.xml', '/sitemap-x.xml', '/sitemap-1e3.xml'])(
    'has no %s',
    async (path) => {
      expect((await get(path)).status).toBe(404)
    },
  )
})

test.each(['/stats', '/stats/'])('%s tells the sizes of what is public', async (path) => {
  const answer = await get(path, { accept: 'application/json' })
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json'])
  const project = await api.deps.db.project.findUniqueOrThrow({
    where: { normalizedName: 'seen-here' },
  })
  const size = Number(project.totalSize)
  expect(size).toBeGreaterThan(0)
  expect(answer.json()).toEqual({
    top_packages: { 'Seen.Here': { size } },
    total_packages_size: size,
  })
})

describe('provenance', () => {
  const path = '/integrity/seen-here/1.0/seen_here-1.0-py3-none-any.whl/provenance'
  test.each([
    [undefined, 404],
    ['*/*', 404],
    ['application/json', 404],
    ['application/vnd.pypi.integrity.v1+json', 404],
    ['text/html', 406],
  ])('for Accept: %s is %i', async (accept, status) => {
    const answer = await get(path, accept === undefined ? {} : { accept })
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
    expect(typeof answer.json()['message']).toBe('string')
    expect(answer.headers['access-control-allow-origin']).toBe('*')
  })

  test('says nothing of which files there are', async () => {
    const of = (filename: string) => `/integrity/unseen/1.0/${filename}/provenance`
    const there = await get(of('unseen-1.0-py3-none-any.whl'))
    const absent = await get(of('absent-1.0-py3-none-any.whl'))
    expect(there.text.replaceAll('unseen', 'absent')).toBe(absent.text)
    expect((await get(path, {}, 'POST')).status).toBe(405)
  })
})
