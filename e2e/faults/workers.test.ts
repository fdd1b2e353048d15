import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { testDatabases, type TestDatabase } from '../clients/test-databases.ts'
import { makeDistribution, type Distribution } from './distributions.ts'
import type { Node } from './node.ts'
import { makeSite, type Site } from './site.ts'
import { upload } from './upload.ts'

const WORKERS = 3
const REQUESTS_A_SECOND = 200

/** Pids of a process's children, oldest first. */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter(Boolean).map(Number)
}

async function exists(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z ')
  return !state.includes(' Z ')
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await condition()) return
    await sleep(50)
  }
  throw new Error('that did not come')
}

function takePort(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({
        port: typeof address === 'object' ? (address?.port ?? 0) : 0,
        close: () => new Promise((closed) => server.close(() => closed())),
      })
    })
  })
}

for (const kind of testDatabases().filter(({ name }) => name === 'PostgreSQL server')) {
  describe('several processes of one port', () => {
    let database: TestDatabase
    let site: Site
    let node: Node
    let file: Distribution
    let metricsUrl: string

    beforeAll(async () => {
      database = await kind.create()
      site = await makeSite(database)
      const place = await takePort()
      await place.close()
      metricsUrl = `http://127.0.0.1:${place.port}/metrics`
      node = await site.start({
        settings: {
          WORKERS: String(WORKERS),
          METRICS_PORT: String(place.port),
          LOG_LEVEL: 'warn',
        },
      })
      await untilComplete()
      file = makeDistribution('wheel', 'served', '1.0', 2_000)
      await upload(node.origin, site.tokens[0], file)
    }, 180_000)
    afterAll(() => site.close(), 60_000)

    // The first worker serves before the metrics of all do.
    const metrics = () =>
      fetch(metricsUrl).then(
        (response) => response.text(),
        () => '',
      )
    const untilComplete = () =>
      until(async () => (await metrics()).includes(`wheelhouse_workers ${WORKERS}\n`))

    /** 0 for a connection that broke. */
    function statusOf(path: string, agent: Agent | false): Promise<number> {
      return new Promise((resolve) => {
        request(`${node.origin}${path}`, { agent }, (response) => {
          response.resume()
          response.once('end', () => resolve(response.statusCode ?? 0))
          response.once('error', () => resolve(0))
        })
          .once('error', () => resolve(0))
          .end()
      })
    }

    /** Answers to steady requests while `work` goes on, half of them on connections that are kept. */
    async function loadDuring(work: () => Promise<void>): Promise<Record<number, number>> {
      const agent = new Agent({ keepAlive: true, maxSockets: 20 })
      const counts: Record<number, number> = {}
      const answers: Promise<void>[] = []
      let running = true
      const load = (async () => {
        for (let turn = 0; running; turn += 1) {
          const path = turn % 4 === 0 ? '/api/v1/projects/served' : '/simple/served/'
          const answer = statusOf(path, turn % 2 === 0 ? agent : false)
          answers.push(
            answer.then((status) => {
              counts[status] = (counts[status] ?? 0) + 1
            }),
          )
          await sleep(1000 / REQUESTS_A_SECOND)
        }
      })()
      await work().finally(() => {
        running = false
      })
      await load
      await Promise.all(answers)
      agent.destroy()
      return counts
    }

    test('are restarted one after the other under load: no request fails', async () => {
      const before = await childrenOf(node.pid)
      const counts = await loadDuring(async () => {
        for (const pid of before) {
          process.kill(pid, 'SIGTERM')
          await until(async () => !(await exists(pid)))
          await untilComplete()
        }
      })
      expect(Object.keys(counts)).toEqual(['200'])
      expect(counts[200]).toBeGreaterThan(200)
      const after = await childrenOf(node.pid)
      expect(after.filter((pid) => before.includes(pid))).toEqual([])
    }, 180_000)

    test('lose one of them: the others serve, and it comes back', async () => {
      const [victim] = await childrenOf(node.pid)
      process.kill(victim!, 'SIGKILL')
      await until(async () => !(await exists(victim!)))
      const statuses: number[] = []
      for (let round = 0; round < 50; round += 1) {
        statuses.push(await statusOf('/simple/served/', false))
      }
      expect(new Set(statuses)).toEqual(new Set([200]))
      await untilComplete()
      const next = makeDistribution('wheel', 'served', '1.1', 2_000)
      expect(await upload(node.origin, site.tokens[0], next)).toMatchObject({ status: 200 })
      expect(node.output()).toContain('a worker ended; another one starts')
    }, 120_000)

    test('tell what they count on one page', async () => {
      const text = await metrics()
      const valueOf = (name: string) =>
        text
          .split('\n')
          .filter((line) => line.startsWith(name))
          .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
      expect(valueOf('wheelhouse_workers ')).toBe(WORKERS)
      expect(valueOf('wheelhouse_worker_restarts_total ')).toBe(WORKERS + 1)
      expect(valueOf('wheelhouse_database_away ')).toBe(0)
      const counted = valueOf('wheelhouse_http_requests_total{')
      for (let round = 0; round < 30; round += 1) await statusOf('/livez', false)
      const later = await metrics()
      expect(later).not.toBe(text)
      const sum = later
        .split('\n')
        .filter((line) => line.startsWith('wheelhouse_http_requests_total{'))
        .reduce((total, line) => total + Number(line.split(' ').at(-1)), 0)
      expect(sum - counted).toBe(30)
    }, 60_000)

    test('end together, with what is under way, when they are told to', async () => {
      const other = await site.start({ settings: { WORKERS: '2' } })
      const workers = await childrenOf(other.pid)
      expect(workers).toHaveLength(2)
      process.kill(other.pid, 'SIGTERM')
      await other.ended
      for (const pid of workers) expect(await exists(pid)).toBe(false)
      expect(other.output()).toContain('SIGTERM: stopping')
    }, 60_000)

    test('end when the process that looks after them is killed', async () => {
      const other = await site.start({ settings: { WORKERS: '2' } })
      const workers = await childrenOf(other.pid)
      await other.kill()
      for (const pid of workers) await until(async () => !(await exists(pid)))
      await expect(fetch(`${other.origin}/livez`)).rejects.toThrow('fetch failed')
    }, 60_000)

    test('that cannot start say why in one line', async () => {
      const { port, close } = await takePort()
      try {
        const start = site.start({ settings: { WORKERS: '2', PORT: String(port) } })
        await expect(start).rejects.toThrow(
          `did not become ready:\nwheelhouse: PORT: ${port} is taken by another process; set PORT to a free one\n`,
        )
      } finally {
        await close()
      }
    }, 60_000)
  })
}
