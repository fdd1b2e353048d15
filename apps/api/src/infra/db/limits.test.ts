import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const isServer = testedDatabases().includes('server')

test('the database server ends what waits, runs or idles too long for a request', async () => {
  // The embedded one has no timers.
  expect(api.deps.config.DATABASE_URL !== undefined).toBe(isServer)
  if (!isServer) return
  for (const [name, most] of [
    ['lock_timeout', '2s'],
    ['statement_timeout', '5s'],
    ['idle_in_transaction_session_timeout', '10s'],
  ] as const) {
    const show = await api.deps.database.pool.query(`SHOW ${name}`)
    expect(show.rows).toEqual([{ [name]: most }])
    const rows = await api.deps.db.$queryRawUnsafe(`SHOW ${name}`)
    expect(rows).toEqual([{ [name]: most }])
  }
})
