import { freePort } from '../../e2e/clients/start-wheelhouse.ts'
import { buildData, type Data } from './data.ts'
import { judge, judgeFlatCost, short } from './limits.ts'
import type { Bench } from './parts.ts'
import { startHandoff } from './peers/nginx.ts'
import type { Peer } from './peers/peer.ts'
import { asPeer } from './peers/wheelhouse.ts'
import { LOAD_CORE, pin, SERVER_CORE } from './processes.ts'
import { residentMiB } from './processor-time.ts'
import { startPeers } from './start-peers.ts'
import type { Row } from './report.ts'
import { measure, median } from './throughput.ts'
import { WORKS, type Work } from './works.ts'

/** As operators run it: access log and metrics on. */
const SETTINGS = { LOG_LEVEL: 'info', WORKERS: '1' }
/**
 * Indexes written in Python take seconds for one large page: fewer, longer rounds, of what has a limit,
 * and fewer connections. They answer one after the other, also those who have gone: of 32 that asked
 * before the round began, none of the round was answered within it.
 */
const SLOW = new Set(['pypiserver', 'devpi-server', 'proxpi'])
const SLOW_WORKS = new Set(['small', 'medium', 'large'])
const SLOW_SECONDS = 12
const SLOW_CONNECTIONS = 2

/** All servers at all works, in turns. */
export async function measurePages(bench: Bench): Promise<void> {
  const works = WORKS.filter(({ id }) => bench.works?.includes(id) ?? true)
  const database = await bench.server.create()
  const index = await bench.start(database, {
    ...SETTINGS,
    METRICS_PORT: String(await freePort()),
  })
  const peers: Peer[] = []
  try {
    const data = await buildData(index, database.url!, works)
    await pin(index.pid(), SERVER_CORE)
    peers.push(...(await startPeers(data, bench.peers, bench.results.missing)))
    peers.push(asPeer(data, '0.1.0'))
    if (works.some(({ of }) => of === 'file') && bench.peers.includes('nginx')) {
      peers.push(await behindNginx(bench))
      const bare = peers.find(({ name }) => name === 'bare Node')
      if (bare !== undefined) peers.push(await bareBehindNginx(bare, data))
    }
    bench.results.servers.push(...peers)
    // Who reads the access log takes no time of the servers' core either.
    await pin(process.pid, LOAD_CORE)
    for (const work of works) await measureWork(bench, peers, work, index.pid())
    const conditional = works.find(({ id }) => id === '304')
    if (conditional !== undefined && data.pages.includes('hot-3000')) {
      bench.results.rows.push(...(await measureFlatCost(bench, conditional, asPeer(data, ''))))
    }
  } finally {
    await pin(process.pid, undefined)
    for (const peer of peers) await peer.stop()
    await index.close()
  }
}

async function measureWork(
  { results, rounds, seconds, say }: Bench,
  peers: readonly Peer[],
  work: Work,
  pid: number,
): Promise<void> {
  const before = await residentMiB(pid)
  const slow = peers.filter(({ name }) => SLOW.has(name))
  const list = await measure(
    peers.filter((peer) => !slow.includes(peer)),
    work,
    { rounds, seconds },
  )
  if (SLOW_WORKS.has(work.id)) {
    const longer = work.id === 'large' ? Math.max(seconds, SLOW_SECONDS) : seconds
    const load = { seconds: longer, connections: SLOW_CONNECTIONS }
    list.push(...(await measure(slow, work, { ...load, rounds: Math.min(rounds, 2) })))
  }
  results.figures.push({ work, list })
  results.rows.push(...judge(work, list))
  for (const { server, rates, costs, fault } of list) {
    say(
      `${work.title}: ${server} ${short(median(rates))}/s ${short(median(costs))} µs ${fault ?? ''}`,
    )
  }
  if (work.of === 'file') {
    const grown = (await residentMiB(pid)) - before
    results.rows.push({
      what: 'memory after sending files of 1 MB',
      limit: 'flat (< 64 MiB)',
      measured: `${grown.toFixed(0)} MiB above ${before.toFixed(0)} MiB before`,
      verdict: grown < 64 ? 'reached' : 'missed',
    })
  }
}

/** A page of few files and one of many, in turns: 304 is everything but the bytes, which are sent aside. */
async function measureFlatCost(
  { rounds, seconds }: Bench,
  work: Work,
  ourselves: Peer,
): Promise<Row[]> {
  const few = { ...ourselves, name: '3 files' }
  const many = {
    ...ourselves,
    name: '3,000 files',
    urlOf: () => ourselves.urlOf({ ...work, of: 'hot-3000' }),
  }
  const [less, more] = await measure([few, many], work, { rounds, seconds })
  return judgeFlatCost(less, more)
}

/** A second index, whose files the nginx in front sends; both on the server's core. */
async function behindNginx(bench: Bench): Promise<Peer> {
  const database = await bench.server.create()
  const index = await bench.start(database, {
    ...SETTINGS,
    FILES_HANDOFF: 'x-accel-redirect:/internal/',
  })
  try {
    const data = await buildData(index, database.url!, [])
    await pin(index.pid(), SERVER_CORE)
    const { origin, folder } = index
    const { filePath } = data
    const ourselves = { name: 'Wheelhouse', pid: index.pid(), origin, folder, filePath }
    const nginx = await startHandoff(ourselves)
    const stop = async () => {
      await nginx.stop()
      await index.close()
    }
    return { ...nginx, stop }
  } catch (error) {
    await index.close()
    throw error
  }
}

/** What Node itself leaves of a hand-off: nginx before a server that answers with the path and nothing else. */
function bareBehindNginx(bare: Peer, { index: { folder }, filePath }: Data): Promise<Peer> {
  const { origin } = new URL(bare.urlOf(WORKS.find(({ of }) => of === 'file')!)!)
  return startHandoff({ name: bare.name, pid: bare.pid, origin, folder, filePath })
}
