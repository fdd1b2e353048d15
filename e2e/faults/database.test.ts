import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import pg from 'pg'
import { embeddedDatabase, testDatabases, type TestDatabase } from '../clients/test-databases.ts'
import { startDatabaseProxy, type DatabaseProxy } from './database-proxy.ts'
import { makeDistribution, type Distribution } from './distributions.ts'
import type { Node } from './node.ts'
import { makeSite, type Site } from './site.ts'
import { findVisibleFault, readPage, upload, type Answer } from './upload.ts'

let count = 0
let file: Distribution
beforeEach(() => {
  count += 1
  file = makeDistribution(count % 2 === 0 ? 'wheel' : 'sdist', `away-${count}`)
})

function expectAway(answer: Answer | undefined): void {
  expect(answer).toMatchObject({
    status: 503,
    reason: expect.stringContaining('database cannot be reached'),
    headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
  })
}

for (const kind of testDatabases().filter(({ name }) => name === 'PostgreSQL server')) {
  describe('a database server', () => {
    let database: TestDatabase
    let proxy: DatabaseProxy
    let site: Site
    let node: Node
    let direct: pg.Client

    beforeAll(async () => {
      database = await kind.create()
      proxy = await startDatabaseProxy(database.url!)
      site = await makeSite({ url: proxy.url, drop: async () => {} })
      node = await site.start()
      direct = new pg.Client({ connectionString: database.url! })
      await direct.connect()
    }, 120_000)
    afterAll(async () => {
      await direct.end()
      await site.close()
      await proxy.close()
      await database.drop()
    }, 60_000)

    const send = () => upload(node.origin, site.tokens[0], file)
    const terminate = async (condition: string) => {
      const { rowCount } = await direct.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${condition}`,
      )
      return rowCount
    }
    /** The same process takes the file now, and nothing of the first try is wrong. */
    const expectRecovery = async () => {
      expect((await site.fsck('--deep')).findings).toEqual([])
      expect(await send()).toMatchObject({ status: 200 })
      expect(await findVisibleFault(node.origin, file, 'present')).toBeUndefined()
      expect(node.hasEnded()).toBe(false)
    }

    test('ends a connection in the middle of the transaction', async () => {
      const holder = new pg.Client({ connectionString: database.url! })
      await holder.connect()
      await holder.query('BEGIN')
      await holder.query('SELECT 1 FROM index_clock FOR UPDATE')
      const answer = send()
      // All of the upload is written but its serial.
      let ended: number | null = 0
      for (let tries = 0; ended === 0 && tries < 500; tries += 1) {
        await sleep(20)
        ended = await terminate("wait_event_type = 'Lock'")
      }
      await holder.end()
      expect(ended).toBe(1)
      expectAway(await answer)
      expect(await findVisibleFault(node.origin, file, 'absent')).toBeUndefined()
      await expectRecovery()
    }, 60_000)

    test('ends all connections while nobody uses them', async () => {
      expect(await terminate('true')).toBeGreaterThan(0)
      await sleep(100)
      await expectRecovery()
    }, 60_000)

    test('is cut off before it hears of the commit', async () => {
      proxy.cutAt('COMMIT', 'before')
      expectAway(await send())
      expect(await findVisibleFault(node.origin, file, 'absent')).toBeUndefined()
      await expectRecovery()
    }, 60_000)

    test('is cut off when it has committed: the second try changes nothing', async () => {
      proxy.cutAt('COMMIT', 'after')
      expectAway(await send())
      const { serial } = (await readPage(node.origin, file.name))!
      await expectRecovery()
      expect((await readPage(node.origin, file.name))!.serial).toBe(serial)
    }, 60_000)

    // What an upload asks, and no work in the background, which would be cut off in its place.
    const statements = ['BEGIN', 'INSERT INTO "public"."projects"', 'SELECT "public"."projects"']
    test.each(statements)(
      'is cut off at its first %s',
      async (statement) => {
        proxy.cutAt(statement, 'before')
        expectAway(await send())
        await expectRecovery()
      },
      60_000,
    )

    test('cannot be reached for a while: 503, known pages, and it goes on by itself', async () => {
      const known = makeDistribution('wheel', `known-${count}`)
      expect(await upload(node.origin, site.tokens[0], known)).toMatchObject({ status: 200 })
      const page = await readPage(node.origin, known.name)
      await proxy.refuse()
      const answers = await Promise.all([send(), send(), send()])
      for (const answer of answers) expectAway(answer)
      expect(await readPage(node.origin, known.name)).toEqual(page)
      expect((await fetch(`${node.origin}/readyz`)).status).toBe(503)
      await proxy.allow()
      await expectRecovery()
      expect((await fetch(`${node.origin}/readyz`)).status).toBe(200)
    }, 60_000)
  })
}

describe('the embedded database', () => {
  test('of a process that is killed: others answer 503 until it is back', async () => {
    const site = await makeSite(await embeddedDatabase.create())
    try {
      const owner = await site.start()
      const other = await site.start()
      const send = () => upload(other.origin, site.tokens[0], file)
      await owner.kill()
      expectAway(await send())
      await site.start()
      // Who found it away looks again twice a second.
      let answer = await send()
      for (let tries = 0; tries < 50 && answer?.status === 503; tries += 1) {
        await sleep(100)
        answer = await send()
      }
      expect(answer).toMatchObject({ status: 200 })
      expect(await findVisibleFault(other.origin, file, 'present')).toBeUndefined()
      expect((await site.fsck('--deep')).findings).toEqual([])
    } finally {
      await site.close()
    }
  }, 180_000)
})
