import { freePort } from '../../e2e/clients/start-wheelhouse.ts'
import { quantile } from '../quantile.ts'
import { readInBackground } from '../read-in-background.ts'
import { formOf, makeWheel, post } from '../upload-wheel.ts'
import { timeRequest } from './first-byte.ts'
import type { Bench } from './parts.ts'
import { watchDelays } from './root-index.ts'
import { seedNames } from './seed-names.ts'
import { seedProjects } from './seed-projects.ts'

const UPLOADS = 8
const UPLOAD_BYTES = 99 * 2 ** 20
const SIGN_INS = 50
const LEAST_MS = 5_000

/** What a hot page costs while everything that is heavy runs: nothing is pinned, all share the machine. */
export async function measureBusy(bench: Bench): Promise<void> {
  const { results, projects, say } = bench
  const database = await bench.server.create()
  const metricsPort = await freePort()
  const index = await bench.start(database, {
    LOG_LEVEL: 'info',
    WORKERS: '1',
    METRICS_PORT: String(metricsPort),
    MAX_FILE_SIZE: '200MiB',
    // The sign-ins are refused after their password was hashed; nobody is to be shut out for it.
    LIMIT_SIGN_IN_FAILURES: '1000',
  })
  try {
    await seedProjects(index, database.url!, ['hot-150'])
    say(`${projects} projects are seeded …`)
    await seedNames(database.url!, projects)
    const page = `${index.indexUrl}hot-150/`
    await timeRequest(page)
    const quiet = await watchPage(page, () => new Promise((done) => setTimeout(done, LEAST_MS)))
    const authorization = `Basic ${Buffer.from(`__token__:${index.token}`).toString('base64')}`
    const forms = Array.from({ length: UPLOADS }, (_, upload) =>
      formOf(`large-${upload}`, '1.0', makeWheel(`large_${upload}`, '1.0', UPLOAD_BYTES)),
    )
    const delays = watchDelays(metricsPort)
    const statuses: number[] = []
    const times = await watchPage(page, async () => {
      const uploads = forms.map((form) => post(index.uploadUrl, form, authorization))
      const root = timeRequest(index.indexUrl).then(({ status }) => statuses.push(status))
      const signIns = Array.from({ length: SIGN_INS }, async (_, person) => {
        statuses.push(await signIn(index.origin, person))
      })
      await Promise.all([...uploads, root, ...signIns])
    })
    const worst = await delays.stop()
    const wrong = statuses.filter((status) => status !== 401 && status !== 200)
    const p99 = quantile(times, 0.99)
    results.rows.push({
      what: `p99 of a hot page while ${UPLOADS} uploads of 100 MB, ${SIGN_INS} sign-ins and a root rebuild of ${projects.toLocaleString('en')} run`,
      limit: '< 50 ms',
      measured:
        wrong.length > 0
          ? `answers ${wrong.join(', ')} in between`
          : `${p99.toFixed(1)} ms of ${times.length} requests (median ${quantile(times, 0.5).toFixed(1)} ms, worst ${Math.max(...times).toFixed(0)} ms; p99 of an idle server ${quantile(quiet, 0.99).toFixed(1)} ms; longest that the event loop was held ${worst.toFixed(0)} ms)`,
      verdict: wrong.length > 0 ? 'invalid' : p99 < 50 ? 'reached' : 'missed',
    })
  } finally {
    await index.close()
  }
}

async function watchPage(url: string, work: () => Promise<unknown>): Promise<number[]> {
  const reader = readInBackground(url)
  try {
    await work()
  } catch (error) {
    await reader.stop()
    throw error
  }
  return reader.stop()
}

/** Refused, after as much work as a right one. */
async function signIn(origin: string, person: number): Promise<number> {
  const response = await fetch(`${origin}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ login: `nobody-${person}`, password: 'not the right password' }),
  })
  await response.arrayBuffer()
  return response.status
}
