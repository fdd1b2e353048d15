import { formOf, makeWheel, post } from '../upload-wheel.ts'
import { freePort, type Wheelhouse } from '../../e2e/clients/start-wheelhouse.ts'
import { timeRequest, type Timed } from './first-byte.ts'
import type { Bench } from './parts.ts'
import { residentMiB } from './processor-time.ts'
import { seedNames } from './seed-names.ts'
import { median } from './throughput.ts'
import { JSON_TYPE } from './works.ts'

const WARM_READS = 50
const PARALLEL = 50
const VISIBLE_WITHIN_MS = 150_000
const MIB = 2 ** 20

/** The root index of very many projects: its size, first byte, memory, and when a new name is in it. */
export async function measureRootIndex(bench: Bench): Promise<void> {
  const { results, projects, say } = bench
  const database = await bench.server.create()
  const metricsPort = await freePort()
  const index = await bench.start(database, {
    LOG_LEVEL: 'info',
    WORKERS: '1',
    METRICS_PORT: String(metricsPort),
  })
  try {
    say(`${projects} projects are seeded …`)
    await seedNames(database.url!, projects)
    const accept = { accept: JSON_TYPE }
    const delays = watchDelays(metricsPort)
    const first = await readBuilt(index.indexUrl, projects)
    const worstDelay = await delays.stop()
    const html = await timeRequest(index.indexUrl)
    const reads: Timed[] = []
    for (let read = 0; read < WARM_READS; read += 1) {
      reads.push(await timeRequest(index.indexUrl, accept))
    }
    const firstByte = median(reads.map((read) => read.first))
    const worst = Math.max(...reads.map((read) => read.first))
    results.rows.push({
      what: `root index of ${projects.toLocaleString('en')} projects, first byte, warm`,
      limit: '< 20 ms',
      measured: `${firstByte.toFixed(1)} ms (worst of ${WARM_READS}: ${worst.toFixed(1)} ms)`,
      verdict: firstByte < 20 ? 'reached' : 'missed',
    })
    const { grown, took } = await readInParallel(index, accept)
    results.rows.push({
      what: `the same, ${PARALLEL} downloads at once`,
      limit: '+ < 64 MB resident',
      measured: `+ ${((grown * MIB) / 1e6).toFixed(0)} MB (${took.toFixed(0)} ms for all)`,
      verdict: (grown * MIB) / 1e6 < 64 ? 'reached' : 'missed',
    })
    const visible = await timeUntilVisible(index, accept)
    results.sections.push({
      title: `Root index of ${projects.toLocaleString('en')} projects`,
      text: [
        `- JSON ${(reads[0]!.bytes / 1e6).toFixed(1)} MB, HTML ${(html.bytes / 1e6).toFixed(1)} MB`,
        `- first build, on the first request: ${(first.whole / 1000).toFixed(1)} s; longest that the event loop was held meanwhile: ${worstDelay.toFixed(0)} ms`,
        `- a new project is in it ${(visible.visible / 1000).toFixed(1)} s after its upload, with a request each half second; longest wait for a first byte meanwhile ${visible.worst.toFixed(0)} ms`,
      ].join('\n'),
    })
  } finally {
    await index.close()
  }
}

/** The first request builds it. */
async function readBuilt(url: string, projects: number): Promise<Timed> {
  const timed = await timeRequest(url, { accept: JSON_TYPE })
  if (timed.status !== 200 || timed.bytes < projects * 20) {
    throw new Error(`the root index answers ${timed.status} with ${timed.bytes} bytes`)
  }
  return timed
}

async function readInParallel(index: Wheelhouse, headers: Record<string, string>) {
  const idle = await residentMiB(index.pid())
  let highest = idle
  const timer = setInterval(() => {
    void residentMiB(index.pid()).then((now) => {
      highest = Math.max(highest, now)
    })
  }, 20)
  const started = performance.now()
  const downloads = Array.from({ length: PARALLEL }, () => timeRequest(index.indexUrl, headers))
  const all = await Promise.all(downloads)
  clearInterval(timer)
  const wrong = all.filter(({ status, bytes }) => status !== 200 || bytes !== all[0]!.bytes)
  if (wrong.length > 0) throw new Error(`${wrong.length} downloads of the root index are wrong`)
  return { grown: highest - idle, took: performance.now() - started }
}

async function timeUntilVisible(
  index: Wheelhouse,
  headers: Record<string, string>,
): Promise<{ visible: number; worst: number }> {
  const name = 'brandnew'
  const authorization = `Basic ${Buffer.from(`__token__:${index.token}`).toString('base64')}`
  const wheel = makeWheel(name, '1.0', 1_000)
  await post(index.uploadUrl, formOf(name, '1.0', wheel), authorization)
  const started = performance.now()
  let worst = 0
  while (performance.now() - started < VISIBLE_WITHIN_MS) {
    const asked = performance.now()
    const response = await fetch(index.indexUrl, { headers })
    worst = Math.max(worst, performance.now() - asked)
    if ((await response.text()).includes(`"${name}"`)) {
      return { visible: performance.now() - started, worst }
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`a new project is not in the root index after ${VISIBLE_WITHIN_MS} ms`)
}

/** The longest delay of the event loop, by the server's own metrics; each reading begins anew. */
export function watchDelays(port: number): { stop(): Promise<number> } {
  let worst = 0
  let isDone = false
  const watching = (async () => {
    while (!isDone) {
      const response = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined)
      const text = (await response?.text()) ?? ''
      const found = /^nodejs_eventloop_lag_max_seconds(?:\{[^}]*\})? (\S+)/m.exec(text)
      const milliseconds = Number(found?.[1] ?? 0) * 1000
      if (Number.isFinite(milliseconds)) worst = Math.max(worst, milliseconds)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  })()
  return {
    stop: async () => {
      isDone = true
      await watching
      return worst
    },
  }
}
