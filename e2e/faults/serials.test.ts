import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pg from 'pg'
import { testDatabases, type TestDatabase } from '../clients/test-databases.ts'
import { makeDistribution } from './distributions.ts'
import type { Node } from './node.ts'
import { makeSite, type Site } from './site.ts'
import { upload } from './upload.ts'

/** 10,000 for the figures of a release. */
const UPLOADS = Number(process.env['WHEELHOUSE_TEST_SERIALS'] ?? 200)
const WRITERS = 50

for (const kind of testDatabases().filter(({ name }) => name === 'PostgreSQL server')) {
  describe('serials', () => {
    let database: TestDatabase
    let site: Site
    let node: Node
    let direct: pg.Client

    beforeAll(async () => {
      database = await kind.create()
      site = await makeSite(database)
      node = await site.start({ settings: { WORKERS: '2' } })
      direct = new pg.Client({ connectionString: database.url! })
      await direct.connect()
      await direct.query(`
        CREATE FUNCTION commit_late() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN PERFORM pg_sleep(random() * 0.01); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER commit_late AFTER INSERT ON files DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION commit_late()`)
    }, 180_000)
    afterAll(async () => {
      await direct.end()
      await site.close()
    }, 60_000)

    /** Serials that a mirror hears of, from any worker of the port. A busy index is asked again. */
    async function changesSince(serial: number): Promise<number[]> {
      const response = await fetch(`${node.origin}/pypi`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml', connection: 'close' },
        body: `<?xml version="1.0"?><methodCall><methodName>changelog_since_serial</methodName><params><param><value><int>${serial}</int></value></param></params></methodCall>`,
      })
      const text = await response.text()
      if (response.status === 503) {
        await sleep(200)
        return changesSince(serial)
      }
      if (response.status !== 200 || text.includes('<fault>')) throw new Error(text)
      return [...text.matchAll(/<int>(\d+)<\/int><\/value>\s*<\/data>/g)].map(([, at]) =>
        Number(at),
      )
    }

    test(`whoever polls them misses none: ${WRITERS} writers, ${UPLOADS} uploads, commits of any length`, async () => {
      let next = 0
      let shed = 0
      const write = async () => {
        while (next < UPLOADS) {
          next += 1
          // Many files a project, so that writers wait for rows of each other too.
          const file = makeDistribution('wheel', `busy-${next % 25}`, `1.${next}`, 500)
          for (;;) {
            const answer = await upload(node.origin, site.tokens[0], file)
            if (answer?.status === 200) break
            if (answer?.status !== 503) throw new Error(`${answer?.status}: ${answer?.reason}`)
            shed += 1
            await sleep(200)
          }
        }
      }
      let running = true
      const polled: number[] = []
      const poll = async () => {
        const since = polled.at(-1) ?? 0
        const serials = await changesSince(since)
        polled.push(...serials)
        return serials.length
      }
      const poller = (async () => {
        while (running) await poll()
        while ((await poll()) > 0);
      })()
      const writers = Promise.all(Array.from({ length: WRITERS }, write)).finally(() => {
        running = false
      })
      await Promise.all([writers, poller])
      const { rows } = await direct.query<{ serial: string }>(
        'SELECT serial FROM journal ORDER BY serial',
      )
      const all = rows.map(({ serial }) => Number(serial))
      if (UPLOADS > 1_000) {
        process.stdout.write(
          `${all.length} serials, ${all.length - polled.length} missed, ${shed} answers of 503\n`,
        )
      }
      expect(all.length).toBeGreaterThanOrEqual(UPLOADS)
      expect(polled).toEqual(all)
      expect(all).toEqual(all.map((_, index) => index + 1))
    }, 3_600_000)
  })
}
