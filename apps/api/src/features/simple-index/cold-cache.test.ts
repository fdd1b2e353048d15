import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readEnvironment } from '../../config.ts'
import { createPerson, createSecret } from '../../test/callers.ts'
import { send } from '../../test/send.ts'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'
import { loadPage } from './load-page.ts'
import { createPageCache } from './page-cache.ts'

const CLIENTS = 500
const POOL_SIZE = 10
/** The last one but five has its page; a busy machine that runs tests gets more. */
const P99_MS = readEnvironment()['WHEELHOUSE_TEST_FAULT_FIGURES'] === undefined ? 20_000 : 1_000

describe.each(testedDatabases())('500 clients and no page in memory, %s database', (database) => {
  let api: TestApi
  const names = Array.from({ length: CLIENTS }, (_, index) => `cold-${index}`)

  beforeAll(async () => {
    api = await startTestApi({}, { database })
    const secret = await createSecret(api, await createPerson(api))
    await publish(api, secret, buildWheel('cold-0', '1.0'))
    // Pages like that one, without a whole upload for each.
    const { pool } = api.deps.database
    await pool.query(
      `WITH made AS (
         INSERT INTO projects (id, name, normalized_name, folded_name, origin)
         SELECT gen_random_uuid(), 'cold-' || n, 'cold-' || n, 'cold-' || n, 'imported'
         FROM generate_series(1, $1::int) AS n RETURNING id, normalized_name)
       INSERT INTO simple_pages (view, name, project_id, serial, status, versions, is_public)
       SELECT view, made.normalized_name, made.id, serial, status, versions, is_public
       FROM made, simple_pages WHERE simple_pages.name = 'cold-0'`,
      [CLIENTS - 1],
    )
  })
  afterAll(() => api.close())

  /** Answers, and the most connections in use meanwhile. */
  async function askAll(paths: readonly string[]) {
    let busiest = 0
    const watch = setInterval(() => {
      busiest = Math.max(busiest, api.deps.database.load().busy)
    }, 1)
    const times: number[] = []
    const since = performance.now()
    const answers = await Promise.all(
      paths.map(async (path) => {
        const answer = await send(api.origin, { path })
        times.push(performance.now() - since)
        return answer
      }),
    )
    clearInterval(watch)
    // They come in the order in which they end.
    const p99 = times[Math.floor(times.length * 0.99)]!
    return { statuses: [...new Set(answers.map(({ status }) => status))], busiest, p99 }
  }

  test('one page is read once', async () => {
    let reads = 0
    const cold = createPageCache(async (name) => {
      reads += 1
      return loadPage(api.deps.db, name, { filesUrl: 'x', ownFilesUrl: 'x', siteUrl: 'x' })
    }, 2 ** 20)
    const pages = await Promise.all(names.map(() => cold.get('cold-0')))
    expect(new Set(pages).size).toBe(1)
    expect(reads).toBe(1)
    api.deps.pages.forgetAll()
    const { statuses, busiest, p99 } = await askAll(names.map(() => '/simple/cold-0/'))
    expect(statuses).toEqual([200])
    // One for the page; the server may have looked after something else meanwhile.
    expect(busiest).toBeLessThanOrEqual(2)
    expect(p99).toBeLessThan(P99_MS)
  })

  test('500 pages are read over the connections that there are', async () => {
    api.deps.pages.forgetAll()
    const { statuses, busiest, p99 } = await askAll(names.map((name) => `/simple/${name}/`))
    expect(statuses).toEqual([200])
    expect(busiest).toBeGreaterThan(0)
    expect(busiest).toBeLessThanOrEqual(POOL_SIZE)
    expect(p99).toBeLessThan(P99_MS)
    expect(api.deps.database.load()).toMatchObject({ waiting: 0, shed: 0 })
  })
})
