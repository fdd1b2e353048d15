import type { Bench } from './parts.ts'
import { residentMiB } from './processor-time.ts'

const SETTLE_MS = 15_000
const PAGES_READ = 50

/** Memory of an index that nobody asks for anything, some pages read before. */
export async function measureMemory({ embedded, server, start, results, say }: Bench) {
  const kinds = [
    { kind: embedded, limit: 400, what: 'memory idle, embedded database included' },
    { kind: server, limit: 150, what: 'memory idle, a process, with PostgreSQL' },
  ]
  for (const { kind, limit, what } of kinds) {
    const index = await start(await kind.create(), { LOG_LEVEL: 'info' })
    try {
      for (let page = 0; page < PAGES_READ; page += 1) {
        await (await fetch(`${index.indexUrl}nothing-${page}/`)).arrayBuffer()
      }
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
      const resident = await residentMiB(index.pid())
      say(`${what}: ${resident.toFixed(0)} MiB`)
      results.rows.push({
        what,
        limit: `< ${limit} MB`,
        measured: `${((resident * 2 ** 20) / 1e6).toFixed(0)} MB (${resident.toFixed(0)} MiB resident)`,
        verdict: (resident * 2 ** 20) / 1e6 < limit ? 'reached' : 'missed',
      })
    } finally {
      await index.close()
    }
  }
}
