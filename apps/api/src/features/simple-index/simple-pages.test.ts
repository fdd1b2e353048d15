import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret, signedIn, type Person } from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { send, type Answer } from '../../test/send.ts'
import { buildSdist, buildWheel, publish } from '../../test/wheels.ts'
import { HTML_TYPE, JSON_TYPE } from './negotiate.ts'

let api: TestApi
let owner: Person
let secret: string
beforeAll(async () => {
  api = await startTestApi()
  owner = await createPerson(api)
  secret = await createSecret(api, owner)
  for (let n = 0; n < 5; n += 1) {
    await publish(api, secret, buildWheel('Sample.Project', `1.${n}`, { requiresPython: '>=3.9' }))
  }
  await publish(api, secret, buildSdist('Sample.Project', '1.0'))
})
afterAll(() => api.close())

const PAGE = '/simple/sample-project/'
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  send(api.origin, { path, headers, method })

/** The page once its compressed forms are made, which happens after the first answer. */
async function compressedPage(path: string, coding: string): Promise<Answer> {
  for (let round = 0; round < 200; round += 1) {
    const answer = await get(path, { 'accept-encoding': coding })
    if (answer.headers['content-encoding'] === coding) return answer
    await sleep(20)
  }
  throw new Error(`no ${coding}`)
}

const TEXT = 'text/html; charset=utf-8'
describe('both forms', () => {
  test('are the same list', async () => {
    const json = (await get(PAGE, { accept: JSON_TYPE })).json<{
      name: string
      meta: Record<string, unknown>
      versions: string[]
      files: { filename: string; url: string; hashes: { sha256: string }; size: number }[]
    }>()
    const html = (await get(PAGE)).text
    const anchors = [...html.matchAll(/href="([^"]+)"[^>]*>([^<]+)</g)]
    expect(anchors.map(([, href, name]) => `${name} ${href}`)).toEqual(
      json.files.map((file) => `${file.filename} ${file.url}#sha256=${file.hashes.sha256}`),
    )
    expect(json).toMatchObject({
      name: 'sample-project',
      meta: { 'api-version': '1.4' },
      versions: ['1.0', '1.1', '1.2', '1.3', '1.4'],
    })
    expect(json.files).toHaveLength(6)
    expect(html).toContain('data-requires-python="&gt;=3.9"')
  })
})

describe('a page', () => {
  test.each(['gzip', 'br', 'zstd'])(
    'in %s decodes to the plain one, in each form',
    async (coding) => {
      const decode = { gzip: gunzipSync, br: brotliDecompressSync, zstd: zstdDecompressSync }[
        coding
      ]!
      await compressedPage(PAGE, coding)
      for (const accept of [TEXT, JSON_TYPE]) {
        const packed = await get(PAGE, { accept, 'accept-encoding': coding })
        const plain = await get(PAGE, { accept })
        expect(packed.headers['content-encoding']).toBe(coding)
        expect(packed.headers['content-length']).toBe(String(packed.bytes.length))
        expect(plain.headers).not.toHaveProperty('content-encoding')
        expect(decode(packed.bytes).equals(plain.bytes)).toBe(true)
        expect(packed.headers.etag).not.toBe(plain.headers.etag)
      }
    },
  )

  test.each([
    ['gzip, deflate, br, zstd', 'zstd'],
    ['gzip, deflate', 'gzip'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['br;q=1, gzip;q=0.5', 'br'],
    ['deflate', undefined],
    ['identity', undefined],
    ['gzip;q=0', undefined],
    ['xgzip', undefined],
  ])('for Accept-Encoding: %s comes in %s', async (header, coding) => {
    await compressedPage(PAGE, 'zstd')
    const answer = await get(PAGE, { 'accept-encoding': header })
    expect([answer.status, answer.headers['content-encoding']]).toEqual([200, coding])
  })

  test.each([
    ['plain HTML', {}],
    ['JSON', { accept: JSON_TYPE }],
    ['gzip', { 'accept-encoding': 'gzip' }],
    ['zstd JSON', { 'accept-encoding': 'zstd', accept: JSON_TYPE }],
  ])('is 304 to whoever has this variant (%s), and to nobody else', async (_what, headers) => {
    await compressedPage(PAGE, 'zstd')
    const { etag } = (await get(PAGE, headers)).headers
    for (const tag of [etag!, `W/${etag}`, `"x", ${etag}`, '*']) {
      const answer = await get(PAGE, { ...headers, 'if-none-match': tag })
      expect([tag, answer.status, answer.bytes.length]).toEqual([tag, 304, 0])
      expect(answer.headers).toMatchObject({
        etag,
        vary: 'Accept, Accept-Encoding',
        'x-pypi-last-serial': expect.stringMatching(/^\d+$/),
        'cache-control': expect.stringContaining('public'),
        'content-security-policy': expect.stringContaining('sandbox'),
      })
      expect(answer.headers).not.toHaveProperty('content-type')
    }
    const other = await get(PAGE, {
      accept: HTML_TYPE,
      'accept-encoding': 'br',
      'if-none-match': etag!,
    })
    expect(other.status).toBe(200)
    for (const tag of ['"stale"', etag!.slice(1, -1), 'x'.repeat(5000)]) {
      expect((await get(PAGE, { ...headers, 'if-none-match': tag })).status).toBe(200)
    }
  })

  test('answers HEAD with the headers of GET and no body', async () => {
    for (const path of [PAGE, '/simple/', '/simple/absent/']) {
      const [head, body] = [await get(path, {}, 'HEAD'), await get(path)]
      expect(head.bytes.length).toBe(0)
      const { date: _d, 'x-request-id': _i, ...expected } = body.headers
      expect([path, head.status, head.headers]).toEqual([
        path,
        body.status,
        expect.objectContaining(expected),
      ])
    }
  })

  test('is the same from memory and through Express, to the byte', async () => {
    await compressedPage(PAGE, 'zstd')
    const variants = ['', 'gzip', 'br', 'zstd'].flatMap((coding) =>
      [TEXT, HTML_TYPE, JSON_TYPE].map((accept) => ({ accept, 'accept-encoding': coding })),
    )
    const { etag } = (await get(PAGE, variants[0])).headers
    for (const headers of [...variants, { ...variants[0]!, 'if-none-match': etag! }]) {
      for (const method of ['GET', 'HEAD']) {
        const hot = await get(PAGE, headers, method)
        // A query is not in memory, so Express answers.
        const cold = await get(`${PAGE}?`, headers, method)
        const { date: _a, ...hotHeaders } = hot.headers
        const { date: _b, 'x-request-id': id, ...coldHeaders } = cold.headers
        expect(id).toBeDefined()
        expect(hotHeaders).not.toHaveProperty('x-request-id')
        expect([hot.status, hotHeaders]).toEqual([cold.status, coldHeaders])
        expect(hot.bytes.equals(cold.bytes)).toBe(true)
      }
    }
  })

  test('takes no other method than GET, HEAD and OPTIONS', async () => {
    for (const path of [PAGE, '/simple/', '/simple/absent/', '/simple']) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await get(path, {}, method)
        expect([path, method, answer.status, answer.headers.allow]).toEqual([
          path,
          method,
          405,
          'GET, HEAD, OPTIONS',
        ])
      }
    }
  })

  test('may be read by pages of any site, without credentials', async () => {
    const preflight = await get(PAGE, { origin: 'https://x.example' }, 'OPTIONS')
    expect([preflight.status, preflight.bytes.length]).toEqual([204, 0])
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET',
    })
    for (const answer of [preflight, await get(PAGE, { origin: 'https://x.example' })]) {
      expect(answer.headers['access-control-allow-origin']).toBe('*')
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
    }
  })
})

describe('another spelling', () => {
  test.each([
    ['/simple/sample-project', PAGE],
    ['/simple/Sample.Project/', PAGE],
    ['/simple/Sample.Project', PAGE],
    ['/simple/SAMPLE__project/', PAGE],
    ['/simple/sample-.-project/?format=x', `${PAGE}?format=x`],
    ['/simple//sample-project/', PAGE],
    ['/simple//Sample.Project/', PAGE],
    ['/simple', '/simple/'],
    ['/simple?a=b', '/simple/?a=b'],
    ['/simple/Never.Seen/', '/simple/never-seen/'],
  ])('%s is a temporary redirect to %s', async (path, location) => {
    const answer = await get(path)
    expect([answer.status, answer.headers.location]).toEqual([302, location])
  })

  test.each([
    '/simple/absent/',
    '/simple/sample-project/extra',
    '/simple/sample-project/index.html',
    '/simple/-bad-/',
    '/simple/%2e%2e/',
    '/simple/a%2fb/',
    '/simple/%00/',
    '/simple/caf%C3%A9/',
    '/simple///sample-project/',
    '/simple//',
    '/simple//-bad-/',
    '/Simple/sample-project/x',
    `/simple/${'x'.repeat(3000)}/`,
  ])('%s is nothing of the index', async (path) => {
    const answer = await get(path)
    expect(answer.status === 404 || !/sha256=/.test(answer.text)).toBe(true)
    expect(answer.status).toBeLessThan(500)
    expect(answer.headers).not.toHaveProperty('x-pypi-last-serial')
  })

  test.each(['/simple/%ff/', '/simple/%zz/', '/simple/%'])(
    '%s is a bad request, not a fault',
    async (path) => {
      const answer = await get(path)
      expect([400, 404]).toContain(answer.status)
      expect(answer.text).not.toMatch(/at .*\.ts|node_modules/)
    },
  )
})

describe('a change', () => {
  const serialOf = async (path = PAGE) => Number((await get(path)).headers['x-pypi-last-serial'])

  test('raises the serial of the page and of the root, and never lowers another', async () => {
    const seen = [await serialOf()]
    await publish(api, secret, buildWheel('Sample.Project', '2.0'))
    seen.push(await serialOf())
    const browser = await signedIn(api, owner)
    const yank = '/api/v1/projects/sample-project/releases/2.0/yank'
    expect((await browser.ask('PUT', yank, { reason: 'brown <bag> & "string"' })).status).toBe(200)
    seen.push(await serialOf())
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b))
    const json = (await get(PAGE, { accept: JSON_TYPE })).json<{
      meta: { '_last-serial': number }
      files: { filename: string; yanked: boolean | string }[]
    }>()
    expect(json.meta['_last-serial']).toBe(seen.at(-1))
    expect(json.files.at(-1)).toMatchObject({ yanked: 'brown <bag> & "string"' })
    const { text } = await get(PAGE)
    expect(text).toContain('data-yanked="brown &lt;bag&gt; &amp; &quot;string&quot;"')
    expect(text).toContain(`<!--SERIAL ${seen.at(-1)}-->`)
    expect((await browser.ask('DELETE', yank)).status).toBe(200)
    expect((await get(PAGE)).text).not.toContain('data-yanked')
  })

  test('makes a yanked release without a reason an empty attribute and `true`', async () => {
    await publish(api, secret, buildWheel('yanked-bare', '1.0'))
    const browser = await signedIn(api, owner)
    await browser.ask('PUT', '/api/v1/projects/yanked-bare/releases/1.0/yank', { reason: '' })
    expect((await get('/simple/yanked-bare/')).text).toContain('data-yanked=""')
    const { files } = (await get('/simple/yanked-bare/', { accept: JSON_TYPE })).json<{
      files: { yanked: unknown }[]
    }>()
    expect(files.map((file) => file.yanked)).toEqual([true])
  })

  test('is on the page before the 200 of the upload is: readers never see an older one after it', async () => {
    let newest = 0
    let uploading = true
    const faults: string[] = []
    const read = async (): Promise<void> => {
      while (uploading) {
        const least = newest
        const answer = await get(PAGE, { accept: JSON_TYPE })
        const serial = Number(answer.headers['x-pypi-last-serial'])
        if (serial < least) faults.push(`${serial} after ${least}`)
      }
    }
    const readers = [read(), read(), read()]
    for (let n = 0; n < 15; n += 1) {
      await publish(api, secret, buildWheel('Sample.Project', `3.${n}`))
      const { serial } = await api.deps.db.project.findUniqueOrThrow({
        where: { normalizedName: 'sample-project' },
      })
      newest = Number(serial)
    }
    uploading = false
    await Promise.all(readers)
    expect(faults).toEqual([])
    expect(await serialOf()).toBe(newest)
  })
})

describe('the root', () => {
  test('lists each project once, as its author spells it, in both forms', async () => {
    await publish(api, secret, buildWheel('ZZZ_Last', '1.0'))
    let json: { projects: { name: string }[] }
    let html: Answer
    // It is built again only when the last build is long enough ago.
    for (let round = 0; ; round += 1) {
      html = await get('/simple/')
      json = (await get('/simple/', { accept: JSON_TYPE })).json()
      if (html.text.includes('ZZZ_Last') && json.projects.some(({ name }) => name === 'ZZZ_Last'))
        break
      expect(round).toBeLessThan(200)
      await sleep(50)
    }
    const names = [...html.text.matchAll(/<a href="([^"]+)">([^<]+)</g)]
    expect(names.map(([, , name]) => name)).toEqual(json.projects.map(({ name }) => name))
    expect(names.at(-1)!.slice(1)).toEqual(['/simple/zzz-last/', 'ZZZ_Last'])
    expect(new Set(names.map(([, href]) => href)).size).toBe(names.length)
    const packed = await get('/simple/', { 'accept-encoding': 'gzip' })
    expect(gunzipSync(packed.bytes).toString()).toBe((await get('/simple/')).text)
    const { etag } = packed.headers
    const again = await get('/simple/', { 'accept-encoding': 'gzip', 'if-none-match': etag! })
    expect([again.status, again.bytes.length]).toEqual([304, 0])
  })
})
