import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import pg from 'pg'
import { freePort } from '../clients/start-wheelhouse.ts'
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
/** 300 for the figures of a release. */
const SLOW_SECONDS = Number(process.env['WHEELHOUSE_TEST_SLOW_SECONDS'] ?? 4)
const figures = process.env['WHEELHOUSE_TEST_FAULT_FIGURES']
/** Milliseconds that something may take; a busy machine that runs tests gets more. */
const limit = (milliseconds: number) => milliseconds * (figures === undefined ? 20 : 1)
const pip = process.env['WHEELHOUSE_TEST_PYTHON_CLIENTS']

for (const kind of testDatabases().filter(({ name }) => name === 'PostgreSQL server')) {
  describe('while the database server is away', () => {
    let database: TestDatabase
    let proxy: DatabaseProxy
    let site: Site
    let node: Node
    let metricsUrl: string
    let known: Distribution[]
    let count = 0

    beforeAll(async () => {
      database = await kind.create()
      proxy = await startDatabaseProxy(database.url!)
      site = await makeSite({ url: proxy.url, drop: async () => {} })
      const port = await freePort()
      metricsUrl = `http://127.0.0.1:${port}/metrics`
      node = await site.start({ settings: { METRICS_PORT: String(port) } })
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

    const timed = async <Result>(work: () => Promise<Result>) => {
      const since = performance.now()
      const result = await work()
      return { result, took: performance.now() - since }
    }
    /** Times of a page in memory, asked for over and over until `work` ends, and what that came to. */
    async function readDuring<Result>(work: Promise<Result>) {
      let running = true
      const done = work.finally(() => {
        running = false
      })
      const times: number[] = []
      while (running) {
        const { result, took } = await timed(() => ask(`/simple/${known[2]!.name}/`))
        expect(result.status).toBe(200)
        times.push(took)
        await sleep(5)
      }
      const sorted = times.toSorted((a, b) => a - b)
      return { result: await done, p99: sorted[Math.floor((sorted.length - 1) * 0.99)]! }
    }
    const tell = (what: string, of: Record<string, number>) => {
      const shown = Object.entries(of).map(([name, value]) => `${name} ${Math.round(value)}`)
      if (figures !== undefined) process.stdout.write(`${what}: ${shown.join(', ')}\n`)
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
        // Whoever asks first waits: for a connection (two seconds), or for an answer on one (five).
        const first = await timed(() => ask('/simple/asked-for-first/'))
        expect(first.result.status).toBe(503)
        expect(first.took).toBeLessThan(limit(7_000))
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
        const recovery = await timed(() => until(async () => (await send(file))?.status === 200))
        expect(recovery.took).toBeLessThan(limit(5_000))
        tell(way, { 'first answer ms': first.took, 'recovery ms': recovery.took })
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

    test(`200 ms slow in each direction, all works and nothing piles up (${SLOW_SECONDS} s)`, async () => {
      const memory = async () => {
        const status = await readFile(`/proc/${node.pid}/status`, 'utf8').catch(() => '')
        return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
      }
      const waiting = async () => {
        const text = await (await fetch(metricsUrl)).text()
        return Number(/^wheelhouse_database_waiting (\d+)$/m.exec(text)![1])
      }
      proxy.slow(200)
      const deadline = Date.now() + SLOW_SECONDS * 1_000
      let running = true
      const statuses = new Set<number>()
      let queue = 0
      const reading = async (path: string) => {
        while (running) {
          statuses.add((await ask(path)).status)
          await sleep(5)
        }
      }
      const watching = async () => {
        while (running) {
          queue = Math.max(queue, await waiting())
          await sleep(50)
        }
      }
      const before = await memory()
      const readers = [
        reading(`/simple/${known[0]!.name}/`),
        ...Array.from({ length: 12 }, (_, reader) => reading(`/simple/none-${reader}/`)),
        watching(),
      ]
      try {
        do {
          const file = next()
          expect(await send(file)).toMatchObject({ status: 200 })
          expect(await findVisibleFault(node.origin, file, 'present')).toBeUndefined()
        } while (Date.now() < deadline)
      } finally {
        running = false
      }
      await Promise.all(readers)
      const grown = (await memory()) - before
      tell('slow', { 'most waiting': queue, 'grown MiB': grown })
      expect(statuses).toEqual(new Set([200, 404]))
      expect(queue).toBeLessThan(15)
      expect(grown).toBeLessThan(64)
    }, 400_000)

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
        const { result: sent, p99 } = await readDuring(timed(() => send(file)))
        expect(sent.result?.status).toBe(503)
        expect(sent.result?.headers['retry-after']).toMatch(/^\d+$/)
        tell('a lock', { 'writer ms': sent.took, 'page p99 ms': p99 })
        expect(sent.took).toBeLessThan(limit(2_500))
        expect(p99).toBeLessThan(limit(50))
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
        const slow = Array.from({ length: 200 }, (_, index) =>
          timed(() => ask(`/simple/slow-${index}/`)),
        )
        const { result, p99 } = await readDuring(Promise.all(slow))
        expect(new Set(result.map((one) => one.result.status))).toEqual(new Set([503]))
        const soon = result.filter(({ took }) => took < limit(1_000))
        tell('no connection left', { 'soon sent away': soon.length, 'page p99 ms': p99 })
        expect(soon.length).toBeGreaterThan(100)
        expect(p99).toBeLessThan(limit(50))
      } finally {
        await holder.end()
      }
      const recovery = await timed(() =>
        until(async () => (await ask('/simple/never-there/')).status === 404),
      )
      expect(recovery.took).toBeLessThan(limit(2_000))
    }, 60_000)
  })
}
