import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret, signedIn, type Person } from '../../test/callers.ts'
import { send } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'
import { parsePurgeHeader, sendPurge } from './purge-target.ts'

type Received = { path: string; header: string | undefined; keys: string[] }

/** A cache's own API: notes what it is told, and answers with what `say` gives, or not at all. */
async function startCache() {
  const received: Received[] = []
  const cache = { say: (_n: number): number | 'hang' | 'break' => 200 }
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.once('end', () => {
      const answer = cache.say(received.length)
      const path = request.url!
      const text = Buffer.concat(chunks).toString()
      const keys = text === '' ? [path.replace('/service/x/purge/', '')] : JSON.parse(text).keys
      received.push({ path, header: request.headers['fastly-key'] as string | undefined, keys })
      if (answer === 'hang') return
      if (answer === 'break') return request.socket.destroy()
      response.writeHead(answer).end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const countOf = (key: string) => received.filter(({ keys }) => keys.includes(key)).length
  return {
    origin,
    received,
    countOf,
    answer: (say: (n: number) => number | 'hang' | 'break') => {
      cache.say = say
    },
    until: async (isDone: () => boolean) => {
      for (let round = 0; !isDone(); round += 1) {
        if (round > 1_500) throw new Error(`not purged: ${JSON.stringify(received)}`)
        await sleep(20)
      }
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

let cache: Awaited<ReturnType<typeof startCache>>
let api: TestApi
let owner: Person
let secret: string
beforeAll(async () => {
  cache = await startCache()
  api = await startTestApi({
    PURGE_URL: `${cache.origin}/service/x/purge/{key}`,
    PURGE_HEADER: 'Fastly-Key: quite secret',
  })
  owner = await createPerson(api)
  secret = await createSecret(api, owner)
})
afterAll(async () => {
  await api.close()
  cache.close()
})

const put = (name: string, version: string) => publish(api, secret, buildWheel(name, version))
const head = async (path: string, headers: Record<string, string> = {}) =>
  (await send(api.origin, { path, headers })).headers

async function fileOf(name: string): Promise<string> {
  const answer = await send(api.origin, {
    path: `/simple/${name}/`,
    headers: { accept: 'application/vnd.pypi.simple.v1+json' },
  })
  return new URL(answer.json<{ files: { url: string }[] }>().files[0]!.url).pathname
}

describe('public answers', () => {
  test('carry the key of what they tell of', async () => {
    await put('Keyed.Project', '1.0')
    const file = await fileOf('keyed-project')
    for (const [path, key] of [
      ['/simple/keyed-project/', 'project/keyed-project'],
      ['/simple/keyed-project/?', 'project/keyed-project'],
      ['/simple/never-seen/', 'project/never-seen'],
      ['/pypi/keyed-project/json', 'project/keyed-project'],
      ['/pypi/keyed-project/1.0/json', 'project/keyed-project'],
      ['/rss/project/keyed-project/releases.xml', 'project/keyed-project'],
      [file, 'files/keyed-project'],
      [`${file}.metadata`, 'files/keyed-project'],
      ['/simple/', 'all-projects'],
      ['/rss/updates.xml', 'all-projects'],
    ] as const) {
      expect([path, (await head(path))['surrogate-key']]).toEqual([path, key])
    }
    // From memory and through Express alike; a 304 prolongs what is kept, so it says so too.
    const { etag } = await head('/simple/keyed-project/')
    for (const path of ['/simple/keyed-project/', '/simple/keyed-project/?']) {
      const day = 'max-age=86400, stale-while-revalidate=300, stale-if-error=86400'
      for (const headers of [{}, { 'if-none-match': etag! }]) {
        expect(await head(path, headers)).toMatchObject({
          'surrogate-key': 'project/keyed-project',
          'surrogate-control': day,
          'cache-control': expect.stringContaining('max-age=60'),
        })
      }
    }
    const missing = await head(`${file.slice(0, -1)}x`)
    expect(missing).not.toHaveProperty('surrogate-key')
    expect(await head('/simple/never-seen/')).not.toHaveProperty('surrogate-control')
  })

  test('of a private project carry none, for whoever may see them', async () => {
    await put('hidden-keyed', '1.0')
    const browser = await signedIn(api, owner)
    const file = await fileOf('hidden-keyed')
    const path = '/api/v1/projects/hidden-keyed/visibility'
    expect((await browser.ask('PUT', path, { visibility: 'private' })).status).toBe(200)
    const basic = Buffer.from(`__token__:${secret}`).toString('base64')
    const headers = { authorization: `Basic ${basic}` }
    for (const address of ['/simple/hidden-keyed/', '/pypi/hidden-keyed/json', file]) {
      const answer = await send(api.origin, { path: address, headers })
      expect([address, answer.status]).toEqual([address, 200])
      expect(answer.headers).not.toHaveProperty('surrogate-key')
      expect(answer.headers).not.toHaveProperty('surrogate-control')
      expect(answer.headers['cache-control']).toBe('private, no-store')
    }
    // What was public a moment ago is told to the cache: page and files.
    await cache.until(() => cache.countOf('files/hidden-keyed') >= 2)
    // Changes are told in their order: what was said twice of a later one ends those before.
    await put('later-keyed', '1.0')
    await cache.until(() => cache.countOf('project/later-keyed') >= 2)
    const before = cache.countOf('project/hidden-keyed')
    await put('hidden-keyed', '1.1')
    await put('other-keyed', '1.0')
    await cache.until(() => cache.countOf('project/other-keyed') >= 2)
    expect(cache.countOf('project/hidden-keyed')).toBe(before)
  })
})

describe('the cache in front', () => {
  test('is told twice of a change, with the header, and not of files that stay', async () => {
    await put('told-twice', '1.0')
    await cache.until(() => cache.countOf('project/told-twice') === 2)
    expect(cache.received.at(-1)!.header).toBe('quite secret')
    expect(cache.received.some(({ path }) => path === '/service/x/purge/project/told-twice')).toBe(
      true,
    )
    expect(cache.countOf('files/told-twice')).toBe(0)
    const browser = await signedIn(api, owner)
    const filename = 'told_twice-1.0-py3-none-any.whl'
    const path = `/api/v1/projects/told-twice/files/${filename}?confirm=${filename}`
    expect((await browser.ask('DELETE', path)).status).toBeLessThan(300)
    await cache.until(() => cache.countOf('files/told-twice') === 2)
    await sleep(300)
    expect(cache.countOf('project/told-twice')).toBe(4)
    await api.quarantine('told-twice', 'Looked at')
    await cache.until(() => cache.countOf('files/told-twice') === 4)
  })

  test('is told once of many changes of one project at a time', async () => {
    cache.answer(() => 'hang')
    await put('busy-one', '1.0')
    const from = cache.received.length
    await cache.until(() => cache.received.length > 0 && cache.countOf('project/busy-one') > 0)
    // While requests hang (five seconds), uploads do not.
    for (let n = 1; n <= 12; n += 1) await put('busy-one', `1.${n}`)
    expect(cache.countOf('project/busy-one')).toBe(1)
    cache.answer(() => 200)
    const { serial } = await api.deps.db.indexClock.findUniqueOrThrow({ where: { id: 1 } })
    await cache.until(() => cache.countOf('project/busy-one') >= 4)
    expect(cache.received.length - from).toBeLessThan(12)
    expect(serial).toBeGreaterThan(12n)
  })

  test('that fails, breaks and refuses is told until it has heard', async () => {
    const answers = [503, 'break', 401, 429, 500] as const
    cache.answer((n) => answers[n % 7] ?? 200)
    const names = Array.from({ length: 10 }, (_, n) => `stubborn-${n}`)
    for (const name of names) await put(name, '1.0')
    await cache.until(() => names.every((name) => cache.countOf(`project/${name}`) >= 2))
    cache.answer(() => 200)
    const { text } = await api.deps.metrics.print()
    for (const outcome of ['purged', 'again']) {
      expect(text).toMatch(new RegExp(`wheelhouse_purged_keys_total\\{outcome="${outcome}"\\} \\d`))
    }
  })

  test('that calls a key nonsense is not asked for ever', async () => {
    cache.answer(() => 400)
    await put('nonsense-key', '1.0')
    await cache.until(() => cache.countOf('project/nonsense-key') === 1)
    cache.answer(() => 200)
    await put('sensible-key', '1.0')
    await cache.until(() => cache.countOf('project/sensible-key') === 2)
    expect(cache.countOf('project/nonsense-key')).toBe(1)
  })
})

describe('a purge', () => {
  const going = new AbortController().signal

  test('without {key} in the address is one request with all keys', async () => {
    const target = { url: `${cache.origin}/hook?a=b`, isForOneKey: false, headers: {} }
    const keys = ['project/a', 'all-projects']
    expect(await sendPurge(target, keys, going)).toEqual({ outcome: 'purged' })
    expect(cache.received.at(-1)).toEqual({ path: '/hook?a=b', header: undefined, keys })
  })

  test.each([
    [204, 'purged'],
    [302, 'again'],
    [400, 'refused'],
    [403, 'again'],
    [404, 'refused'],
    [429, 'again'],
    [500, 'again'],
    ['break', 'again'],
  ] as const)('that is answered with %s is %s', async (status, outcome) => {
    cache.answer(() => status)
    const target = { url: `${cache.origin}/{key}`, isForOneKey: true, headers: {} }
    expect(await sendPurge(target, ['project/a'], going)).toMatchObject({ outcome })
    cache.answer(() => 200)
  })

  test.each(['no-colon', ': x', 'a b: c', 'X-Key:', 'X-Key: a\r\nb: c', 'X-Key: ü'])(
    'has no header such as %j',
    (line) => {
      expect(() => parsePurgeHeader(line)).toThrow('must be one header')
    },
  )
})

test('what one process has not purged is purged by the next one', async () => {
  const { DATA_DIR, DATABASE_URL } = api.deps.config
  // The embedded database is served by one process.
  if (DATABASE_URL === undefined) return expect(cache.received.length).toBeGreaterThan(0)
  cache.answer(() => 503)
  await put('left-over', '1.0')
  await cache.until(() => cache.countOf('project/left-over') >= 1)
  const second = await startCache()
  const next = await startTestApi({ DATA_DIR, DATABASE_URL, PURGE_URL: `${second.origin}/hook` })
  await second.until(() => second.countOf('project/left-over') >= 2)
  expect(second.received.every(({ path }) => path === '/hook')).toBe(true)
  await next.close()
  second.close()
})
