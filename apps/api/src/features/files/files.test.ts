import { createHash } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret, signedIn, type Person } from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { send } from '../../test/send.ts'
import { buildSdist, buildWheel, publish } from '../../test/wheels.ts'

const wheel = buildWheel('served', '1.0', { ballast: 5000, summary: 'Some metadata' })
const sdist = buildSdist('served', '1.0')

let api: TestApi
let owner: Person
let path: string
let sdistPath: string
beforeAll(async () => {
  api = await startTestApi()
  owner = await createPerson(api)
  const secret = await createSecret(api, owner)
  await publish(api, secret, wheel)
  await publish(api, secret, sdist)
  path = await pathOf(wheel.filename)
  sdistPath = await pathOf(sdist.filename)
})
afterAll(() => api.close())

async function pathOf(filename: string): Promise<string> {
  const file = await api.deps.db.file.findUniqueOrThrow({ where: { filename } })
  return `/packages/${file.storagePath}`
}

const get = (at: string, headers: Record<string, string> = {}, method = 'GET') =>
  send(api.origin, { path: at, headers, method })
const size = wheel.bytes.length
const EARLIER = 'Sat, 01 Jan 2000 00:00:00 GMT'
const LATER = 'Fri, 01 Jan 2100 00:00:00 GMT'
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('a file', () => {
  test('comes whole, with headers under which nothing of it is shown or run (S-52)', async () => {
    for (const [at, { bytes }] of [
      [path, wheel],
      [sdistPath, sdist],
    ] as const) {
      const answer = await get(at, { 'accept-encoding': 'gzip, br' })
      expect([answer.status, answer.bytes.equals(bytes)]).toEqual([200, true])
      expect(answer.headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-length': String(bytes.length),
        'content-disposition': 'attachment',
        'content-security-policy': expect.stringContaining('sandbox'),
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=31536000, immutable',
        'accept-ranges': 'bytes',
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        'referrer-policy': 'no-referrer',
        etag: `"${sha256(bytes)}"`,
      })
      for (const name of [
        'content-encoding',
        'set-cookie',
        'last-modified',
        'x-powered-by',
        'vary',
      ]) {
        expect(answer.headers).not.toHaveProperty(name)
      }
    }
  })

  test('answers HEAD with the headers of GET', async () => {
    const [head, whole] = [await get(path, {}, 'HEAD'), await get(path)]
    const { date: _d, 'x-request-id': _i, ...expected } = whole.headers
    expect(head.headers).toMatchObject(expected)
    expect([head.status, head.bytes.length]).toEqual([200, 0])
  })

  test.each<[string, (etag: string) => Record<string, string>, number]>([
    ['the ETag', (etag) => ({ 'if-none-match': etag }), 304],
    ['the ETag made weak', (etag) => ({ 'if-none-match': `W/${etag}` }), 304],
    ['the ETag among others', (etag) => ({ 'if-none-match': `"a", ${etag}` }), 304],
    ['another ETag', () => ({ 'if-none-match': '"a"' }), 200],
    ['If-Match that fits', (etag) => ({ 'if-match': etag }), 200],
    ['If-Match that does not', () => ({ 'if-match': '"a"' }), 412],
    ['If-Match made weak, which is another', (etag) => ({ 'if-match': `W/${etag}` }), 412],
    ['If-Match among others', (etag) => ({ 'if-match': `"a" , ${etag}` }), 200],
    ['any ETag wanted', () => ({ 'if-match': '*' }), 200],
    ['any ETag unwanted', () => ({ 'if-none-match': '*' }), 304],
    ['its ETag without quotes', (etag) => ({ 'if-none-match': etag.slice(1, -1) }), 200],
    ['a part of its ETag', (etag) => ({ 'if-none-match': `${etag.slice(0, 20)}"` }), 200],
    ["another kind's ETag", (etag) => ({ 'if-none-match': `X/${etag}` }), 200],
    ['If-Match before If-None-Match', (e) => ({ 'if-match': '"a"', 'if-none-match': e }), 412],
    ['If-Modified-Since: it has no date', () => ({ 'if-modified-since': LATER }), 200],
    ['If-Unmodified-Since: it has no date', () => ({ 'if-unmodified-since': EARLIER }), 200],
    ['its ETag and a range', (e) => ({ 'if-none-match': e, range: 'bytes=0-9' }), 304],
  ])('with %s is answered by its rule', async (_what, headers, status) => {
    const answer = await get(path, headers(`"${sha256(wheel.bytes)}"`))
    expect(answer.status).toBe(status)
    if (status === 304) {
      expect(answer.bytes.length).toBe(0)
      expect(answer.headers).toMatchObject({
        etag: `"${sha256(wheel.bytes)}"`,
        'cache-control': expect.stringContaining('immutable'),
      })
    }
  })

  test.each([
    ['bytes=0-99', 0, 99],
    ['bytes=100-', 100, size - 1],
    ['bytes=-64', size - 64, size - 1],
    [`bytes=${size - 1}-${size + 500}`, size - 1, size - 1],
    ['bytes=0-0', 0, 0],
    [`bytes=-${size + 500}`, 0, size - 1],
    ['bytes=0-', 0, size - 1],
    ['bytes=0-99999999999999999999999', 0, size - 1],
    ['BYTES=0-9', 0, 9],
    ['bytes= 0-9 ,', 0, 9],
  ])('in the range %s is bytes %i to %i', async (range, first, last) => {
    const answer = await get(path, { range })
    expect(answer.status).toBe(206)
    expect(answer.headers['content-range']).toBe(`bytes ${first}-${last}/${size}`)
    expect(answer.bytes.equals(wheel.bytes.subarray(first, last + 1))).toBe(true)
  })

  test.each([
    `bytes=${size}-`,
    `bytes=${size + 5}-${size + 9}`,
    'bytes=-0',
    'bytes=9999999999999999999-',
  ])('beyond its end (%s) is 416 with its size', async (range) => {
    const answer = await get(path, { range })
    expect([answer.status, answer.headers['content-range']]).toEqual([416, `bytes */${size}`])
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  test.each([
    'lines=1-2',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=5-2',
    'bytes=x-9',
    'bytes=0x1-9',
    'bytes=1.5-9',
    'nonsense',
    'bytes=0-1,5-9',
    'bytes=0-1, -5',
    `bytes=0-1,${size + 1}-`,
    `bytes=${Array.from({ length: 500 }, (_, index) => `${index}-${index}`).join(',')}`,
  ])('in several ranges, or by one that is none (%s), comes whole', async (range) => {
    const answer = await get(path, { range })
    expect(answer.status).toBe(200)
    expect(answer.bytes.equals(wheel.bytes)).toBe(true)
    expect(answer.headers).not.toHaveProperty('content-range')
  })

  test('is not answered in part to HEAD, for which ranges mean nothing', async () => {
    const answer = await get(path, { range: 'bytes=0-9' }, 'HEAD')
    expect([answer.status, answer.headers['content-length']]).toEqual([200, String(size)])
  })

  test('in a range comes so only if it is still the same', async () => {
    const range = 'bytes=0-9'
    const same = await get(path, { range, 'if-range': `"${sha256(wheel.bytes)}"` })
    expect([same.status, same.bytes.length]).toEqual([206, 10])
    const own = `"${sha256(wheel.bytes)}"`
    for (const ifRange of ['"other"', `W/${own}`, `${own}, ${own}`, '*', EARLIER, LATER]) {
      const other = await get(path, { range, 'if-range': ifRange })
      expect([ifRange, other.status, other.bytes.length]).toEqual([ifRange, 200, size])
    }
    const beyond = { range: `bytes=${size}-`, 'if-range': '"other"' }
    expect((await get(path, beyond)).status).toBe(200)
  })

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('takes no %s', async (method) => {
    const answer = await get(path, {}, method)
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })

  test('may be read in parts by pages of other sites, which see what part it is', async () => {
    const asked = await get(path, { 'access-control-request-headers': 'range' }, 'OPTIONS')
    expect(asked.status).toBe(204)
    expect(asked.headers['access-control-allow-headers']).toMatch(/, Range$/)
    const { headers } = await get(path, { range: 'bytes=0-9' })
    for (const one of [asked.headers, headers]) {
      expect(one['access-control-allow-origin']).toBe('*')
      expect(one['access-control-expose-headers']).toBe('Accept-Ranges, Content-Range, ETag')
    }
  })

  test('takes no notice of cookies and of a query', async () => {
    const answer = await get(`${path}?x=1`, { cookie: 'wheelhouse_1=nonsense' })
    expect([answer.status, answer.bytes.equals(wheel.bytes)]).toEqual([200, true])
    expect(answer.headers).not.toHaveProperty('set-cookie')
  })
})

describe('core metadata', () => {
  test('beside a wheel is METADATA to the byte, with the digest that the page names', async () => {
    const answer = await get(`${path}.metadata`)
    expect([answer.status, answer.text]).toEqual([200, wheel.metadata])
    const page = await get('/simple/served/')
    expect(page.text).toContain(`data-core-metadata="sha256=${sha256(answer.bytes)}"`)
    expect(answer.headers).toMatchObject({
      etag: `"${sha256(answer.bytes)}"`,
      'content-security-policy': expect.stringContaining('sandbox'),
    })
  })

  test('is not there for a source distribution', async () => {
    expect((await get(`${sdistPath}.metadata`)).status).toBe(404)
  })
})

describe('a file that is not to be had', () => {
  test('is 404 once deleted, with its metadata, and no cache keeps that', async () => {
    const secret = await createSecret(api, owner)
    const gone = buildWheel('served', '2.0')
    await publish(api, secret, gone)
    const at = await pathOf(gone.filename)
    expect((await get(at)).status).toBe(200)
    const browser = await signedIn(api, owner)
    const file = `/api/v1/projects/served/files/${gone.filename}?confirm=${gone.filename}`
    expect((await browser.ask('DELETE', file)).status).toBe(200)
    for (const address of [at, `${at}.metadata`]) {
      const answer = await get(address)
      expect([answer.status, answer.headers['cache-control']]).toEqual([404, 'no-store'])
    }
  })

  test.each(['quarantined', 'private'] as const)('is 404 in a project that is %s', async (how) => {
    const name = `hidden-${how}`
    await publish(api, await createSecret(api, owner), buildWheel(name, '1.0'))
    const at = await pathOf(`hidden_${how}-1.0-py3-none-any.whl`)
    await api.deps.db.project.update({
      where: { normalizedName: name },
      data: how === 'private' ? { visibility: 'private' } : { status: 'quarantined' },
    })
    expect((await get(at)).status).toBe(404)
    expect((await get(`${at}.metadata`)).status).toBe(404)
  })

  test('is an honest 5xx when the store lost it, and says no path', async () => {
    const secret = await createSecret(api, owner)
    await publish(api, secret, buildWheel('lost', '1.0'))
    const { storagePath } = await api.deps.db.file.findUniqueOrThrow({
      where: { filename: 'lost-1.0-py3-none-any.whl' },
    })
    await rm(join(api.deps.config.filesFolder, storagePath))
    const answer = await get(`/packages/${storagePath}`)
    expect([answer.status, answer.headers['cache-control']]).toEqual([503, 'no-store'])
    expect(answer.text).not.toMatch(/\/tmp|ENOENT/)
    expect(answer.headers).not.toHaveProperty('etag')
  })
})

/** Ways out of a folder, put before, into and behind a real path (S-53). */
const TRICKS = [
  '..',
  '.',
  '%2e%2e',
  '%2E%2e',
  '.%2e',
  '%2e.',
  '%252e%252e',
  '..%2f',
  '..%5c',
  '..\\',
  '%5c..%5c',
  '..;',
  '..;/..',
  ';/..',
  '%2f',
  '%2f%2f',
  '//',
  '\\',
  '%00',
  '%00/..',
  '%0a',
  '%0d%0aX-Injected:1',
  '%c0%ae%c0%ae',
  '%e0%80%ae',
  '%uff0e',
  '~root',
  '.incoming',
  '...',
  '....//',
  '%20',
  '*',
  '%23',
  '%3f',
  '%ff',
  '%',
  'C:',
  'file:',
  '@',
  'secret-key',
  '..%00/',
]

describe('a path that is none of ours', () => {
  const canary = 'canary-content-that-must-not-be-served'
  beforeAll(async () => {
    for (const name of ['canary', '.incoming/canary']) {
      await writeFile(join(api.deps.config.filesFolder, name), canary)
    }
    await writeFile(join(api.deps.config.DATA_DIR, 'canary'), canary)
  })

  const paths = () => {
    const inner = path.slice('/packages/'.length)
    const [a, b, hash, name] = inner.split('/') as [string, string, string, string]
    return [
      ...TRICKS.flatMap((trick) => [
        `/packages/${trick}/canary`,
        `/packages/${a}/${b}/${trick}/${hash}/${name}`,
        `/packages/${inner}/${trick}/${trick}/canary`,
      ]),
      '/packages',
      '/packages/',
      '/packages//',
      `/packages/${a}`,
      `/packages/${a}/${b}/`,
      `/packages/${a}/${b}/${hash}`,
      `/packages/${a}/${b}/${hash}/`,
      `/packages/${inner}/`,
      `/packages/${inner.toUpperCase()}`,
      `/packages//${inner}`,
      `/Packages/${inner}x`,
      `/packages/${inner}.metadata.metadata`,
      `/packages/${inner}.asc`,
      `/packages/.incoming/canary`,
      `/packages/canary`,
      `/packages/../canary`,
      `/packages/../../secret-key`,
      `/packages/${a}/${b}/${hash}/${name.replace('1.0', '%31.0')}`,
      `/packages/${'0'.repeat(2)}/${'0'.repeat(2)}/${'0'.repeat(60)}/x.whl`,
      `/packages/${a}/${b}/${hash}/${'x'.repeat(8000)}`,
    ]
  }

  test('serves nothing, whatever the trick (S-53)', async () => {
    const asked = paths()
    expect(asked.length).toBeGreaterThanOrEqual(120)
    const faults: string[] = []
    for (const at of asked) {
      const answer = await get(at).catch((error: Error) => error)
      if (answer instanceof Error) {
        if (!/unescaped/.test(answer.message)) faults.push(`${at}: ${answer.message}`)
        continue
      }
      const leaks = answer.text.includes(canary) || answer.bytes.equals(wheel.bytes)
      if (leaks || answer.status >= 500 || 'x-injected' in answer.headers) {
        faults.push(`${at}: ${answer.status}`)
      }
      if (at.startsWith('/packages') && ![400, 404].includes(answer.status)) {
        faults.push(`${at}: ${answer.status}`)
      }
    }
    expect(faults).toEqual([])
  })
})
