import { createHash } from 'node:crypto'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import pg from 'pg'
import { testDatabases, type TestDatabase } from '../clients/test-databases.ts'
import { runCommand } from '../provision/run-command.ts'
import { startDatabaseProxy, type DatabaseProxy } from './database-proxy.ts'
import { makeDistribution, type Distribution } from './distributions.ts'
import type { Node } from './node.ts'
import { makeSite, type Site } from './site.ts'
import { findVisibleFault, upload } from './upload.ts'

const KNOWN = 20
/** By which a request has its answer, whatever the database does; far above what it takes. */
const PATIENCE_MS = 15_000
const FLAP_SECONDS = Number(process.env['WHEELHOUSE_TEST_FLAP_SECONDS'] ?? 8)
const pip = process.env['WHEELHOUSE_TEST_PYTHON_CLIENTS']

for (const kind of testDatabases().filter(({ name }) => name === 'PostgreSQL server')) {
  describe('while the database server is away', () => {
    let database: TestDatabase
    let proxy: DatabaseProxy
    let site: Site
    let node: Node
    let known: Distribution[]
    let count = 0

    beforeAll(async () => {
      database = await kind.create()
      proxy = await startDatabaseProxy(database.url!)
      site = await makeSite({ url: proxy.url, drop: async () => {} })
      node = await site.start()
      known = Array.from({ length: KNOWN }, (_, index) =>
        makeDistribution('wheel', `known-${index}`, '1.0', 2_000),
      )
      for (const file of known) await send(file)
      for (const { name } of known) await ask(`/simple/${name}/`)
    }, 180_000)
    afterEach(async () => {
      await proxy.allow()
      await until(async () => (await ask('/readyz')).status === 200)
    }, 60_000)
    afterAll(async () => {
      await site.close()
      await proxy.close()
      await database.drop()
    }, 60_000)

    async function ask(address: string, init: RequestInit = {}) {
      const response = await fetch(`${node.origin}${address}`, {
        ...init,
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      return { status: response.status, headers: response.headers, text: await response.text() }
    }
    const send = (file: Distribution) => upload(node.origin, site.tokens[0], file)
    const next = () => makeDistribution('wheel', `new-${(count += 1)}`, '1.0', 2_000)
    const signIn = () =>
      ask('/api/v1/sessions', {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: node.origin },
        body: JSON.stringify({ login: 'first', password: 'no such password' }),
      })
    const isMarked = async () =>
      (await ask(`/simple/${known[0]!.name}/`)).headers.get('x-wheelhouse-degraded') === 'database'

    async function until(condition: () => Promise<boolean>): Promise<void> {
      for (let tries = 0; tries < 300; tries += 1) {
        if (await condition()) return
        await sleep(50)
      }
      throw new Error('that did not come')
    }

    /** Page and file of each known project, none of whose files was ever asked for. */
    async function installKnown(): Promise<void> {
      for (const file of known) {
        const page = await ask(`/simple/${file.name}/`, {
          headers: { accept: 'application/vnd.pypi.simple.v1+json' },
        })
        expect(page.status).toBe(200)
        expect(Number(page.headers.get('age'))).toBeGreaterThanOrEqual(0)
        const { files } = JSON.parse(page.text) as { files: { url: string }[] }
        const stored = await fetch(files[0]!.url)
        expect([stored.status, stored.headers.get('x-wheelhouse-degraded')]).toEqual([
          200,
          'database',
        ])
        const sha256 = createHash('sha256').update(Buffer.from(await stored.arrayBuffer()))
        expect(sha256.digest('hex')).toBe(file.sha256)
        expect((await fetch(`${files[0]!.url}.metadata`)).status).toBe(200)
      }
    }

    const WAYS = {
      refused: () => proxy.refuse(),
      'swallowed by the network': async () => proxy.swallow(),
    }
    describe.each(Object.keys(WAYS) as (keyof typeof WAYS)[])('its connections are %s', (way) => {
      test('known pages and their files are served and say how old they are; all else is 503', async () => {
        await WAYS[way]()
        await until(isMarked)
        await installKnown()
        const answers = {
          'unknown page': await ask('/simple/never-asked-for/'),
          'sign-in': await signIn(),
        }
        expect([answers['unknown page'].status, answers['sign-in'].status]).toEqual([503, 503])
        expect(Number(answers['unknown page'].headers.get('retry-after'))).toBeGreaterThan(0)
        expect(Number(answers['sign-in'].headers.get('retry-after'))).toBeGreaterThan(0)
        const file = next()
        expect(await send(file)).toMatchObject({
          status: 503,
          reason: expect.stringContaining('database cannot be reached'),
          headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
        })
        expect((await ask('/livez')).status).toBe(200)
        const ready = await ask('/readyz')
        expect([ready.status, JSON.parse(ready.text)]).toEqual([
          503,
          {
            status: 'failing',
            database: 'failing',
            storage: 'ok',
            databaseAway: { since: expect.any(String), reason: expect.any(String) },
          },
        ])
        expect(ready.text).not.toMatch(/127\.0\.0\.1|postgres/)

        await proxy.allow()
        await until(async () => (await ask('/readyz')).status === 200)
        expect(await send(file)).toMatchObject({ status: 200 })
        expect(await findVisibleFault(node.origin, file, 'present')).toBeUndefined()
        await until(async () => !(await isMarked()))
        expect(node.hasEnded()).toBe(false)
      }, 120_000)

      test('300 requests at once do not pile up', async () => {
        await WAYS[way]()
        const statuses = await Promise.all(
          Array.from(
            { length: 300 },
            async (_, index) => (await ask(`/simple/piled-${index}/`)).status,
          ),
        )
        expect(new Set(statuses)).toEqual(new Set([503]))
        expect((await ask(`/simple/${known[0]!.name}/`)).status).toBe(200)
      }, 120_000)

      if (pip !== undefined) {
        test('pip installs known packages', async () => {
          await WAYS[way]()
          await until(isMarked)
          const target = path.join(site.folder, `target-${way.length}`)
          const { code, output } = await runCommand(
            path.join(pip, 'pip'),
            ['--isolated', 'install', '--index-url', `${node.origin}/simple/`, '--no-cache-dir']
              .concat(['--target', target, '--no-deps'])
              .concat(known.map(({ name }) => name)),
            { env: site.environment, quiet: true },
          )
          expect([code, output]).toEqual([0, expect.stringContaining('Successfully installed')])
        }, 120_000)
      }
    })

    test('200 ms slow in each direction, all works and nothing is shed', async () => {
      proxy.slow(200)
      const file = next()
      const [page, absent, sent] = await Promise.all([
        ask(`/simple/${known[0]!.name}/`),
        ask('/simple/never-there/'),
        send(file),
      ])
      expect([page.status, absent.status, sent?.status]).toEqual([200, 404, 200])
      expect(await findVisibleFault(node.origin, file, 'present')).toBeUndefined()
    }, 120_000)

    test(`it comes and goes each second: serials never fall, answers are 200 or 503 (${FLAP_SECONDS} s)`, async () => {
      const name = known[1]!.name
      let running = true
      const flapping = (async () => {
        for (let second = 0; second < FLAP_SECONDS; second += 1) {
          await (second % 2 === 0 ? proxy.refuse() : proxy.allow())
          await sleep(1_000)
        }
        running = false
      })()
      const statuses = new Set<number | undefined>()
      const writer = (async () => {
        for (let version = 2; running; version += 1) {
          const answer = await send(makeDistribution('wheel', name, `${version}.0`, 2_000))
          statuses.add(answer?.status)
          await sleep(100)
        }
      })()
      const read = async () => {
        const serials: number[] = []
        while (running) {
          const { status, headers } = await ask(`/simple/${name}/`)
          statuses.add(status)
          if (status === 200) serials.push(Number(headers.get('x-pypi-last-serial')))
          await sleep(2)
        }
        return serials
      }
      const seen = await Promise.all([read(), read()])
      await Promise.all([flapping, writer])
      for (const serials of seen) {
        expect(serials.length).toBeGreaterThan(50)
        expect(serials).toEqual(serials.toSorted((a, b) => a - b))
      }
      expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([])
    }, 300_000)

    test('somebody locks a table: writers are sent away soon, readers are not', async () => {
      const holder = new pg.Client({ connectionString: database.url! })
      await holder.connect()
      const file = next()
      try {
        await holder.query('BEGIN')
        await holder.query('LOCK TABLE projects IN ACCESS EXCLUSIVE MODE')
        const [sent, page] = await Promise.all([send(file), ask(`/simple/${known[2]!.name}/`)])
        expect([sent?.status, page.status]).toEqual([503, 200])
        expect(sent?.headers['retry-after']).toMatch(/^\d+$/)
      } finally {
        await holder.end()
      }
      expect(await send(file)).toMatchObject({ status: 200 })
    }, 60_000)

    test('200 slow requests hold all connections: most are shed at once, pages in memory go on (R-13)', async () => {
      const holder = new pg.Client({ connectionString: database.url! })
      await holder.connect()
      try {
        await holder.query('BEGIN')
        await holder.query('LOCK TABLE simple_pages IN ACCESS EXCLUSIVE MODE')
        // Ten at a time, two seconds each until their limit: in a line, the last ones would not come in time.
        const slow = Array.from(
          { length: 200 },
          async (_, index) => (await ask(`/simple/slow-${index}/`)).status,
        )
        const hot = await Promise.all(
          Array.from({ length: 200 }, async () => (await ask(`/simple/${known[3]!.name}/`)).status),
        )
        expect(new Set(hot)).toEqual(new Set([200]))
        expect(new Set(await Promise.all(slow))).toEqual(new Set([503]))
      } finally {
        await holder.end()
      }
      await until(async () => (await ask('/simple/never-there/')).status === 404)
    }, 60_000)
  })
}
