import { request } from 'node:http'
import { drive, type Aim, type Load, type Run } from './drive.ts'
import { processorTime } from './processor-time.ts'
import type { Peer } from './peers/peer.ts'
import { headersOf, type Work } from './works.ts'

/** What all rounds of one server at one work came to. */
export type Figure = {
  readonly server: string
  readonly rates: readonly number[]
  readonly p99s: readonly number[]
  /** Microseconds that the server computed for each request. */
  readonly costs: readonly number[]
  readonly bytes: number
  readonly fault: string | undefined
}

/** The servers in turns, so that what slows the machine slows all of them alike. */
export async function measure(
  peers: readonly Peer[],
  work: Work,
  { rounds, ...load }: Load & { readonly rounds: number },
): Promise<Figure[]> {
  const runs = new Map<Peer, { aim: Aim; bytes: number; runs: TimedRun[] }>()
  const broken: Figure[] = []
  for (const peer of peers) {
    const url = peer.urlOf(work)
    if (url === undefined) continue
    try {
      const { aim, bytes } = await aimAt(url, work)
      runs.set(peer, { aim, bytes, runs: [] })
      await warm(aim, load)
    } catch (error) {
      const fault = (error as Error).message
      broken.push({ server: peer.name, rates: [], p99s: [], costs: [], bytes: 0, fault })
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [peer, entry] of runs) entry.runs.push(await driveTimed(peer, entry.aim, load))
  }
  const figures: Figure[] = []
  for (const [peer, { aim, bytes, runs: all }] of runs) {
    // The load tool counts 304 and 200 alike: what is answered is looked at again.
    const after = await ask(aim.url, aim.headers).catch((error: unknown) => ({ status: 0, error }))
    const late = after.status === statusOf(work) ? undefined : `answers ${after.status} afterwards`
    figures.push({
      server: peer.name,
      rates: all.map(({ rate }) => rate),
      p99s: all.map(({ p99 }) => p99),
      costs: all.map(({ cost }) => cost),
      bytes,
      fault: all.find(({ fault }) => fault !== undefined)?.fault ?? late,
    })
  }
  return [...figures, ...broken]
}

/** Node compiles what is called often: of a server that takes a millisecond, a second is not enough. */
const WARM_REQUESTS = 10_000
const WARM_SECONDS = 8
/** Below, more requests make nothing warmer in any time that is given. */
const SLOW_RATE = 100

/** Compiled code, caches of the file system. */
async function warm(aim: Aim, load: Load): Promise<void> {
  let requests = 0
  for (let second = 0; second < WARM_SECONDS && requests < WARM_REQUESTS; second += 1) {
    const run = await drive(aim, { ...load, seconds: 1 })
    requests += run.requests
    if (run.rate < SLOW_RATE) return
  }
}

type TimedRun = Run & { readonly cost: number }

async function driveTimed(peer: Peer, aim: Aim, load: Load): Promise<TimedRun> {
  const pids = peer.helper === undefined ? [peer.pid] : [peer.pid, peer.helper]
  const computed = async () => {
    const times = await Promise.all(pids.map(processorTime))
    return times.reduce((sum, time) => sum + time, 0)
  }
  const before = await computed()
  const run = await drive(aim, load)
  return { ...run, cost: ((await computed()) - before) / run.requests }
}

const statusOf = (work: Work) => (work.conditional ? 304 : 200)

async function aimAt(url: string, work: Work): Promise<{ aim: Aim; bytes: number }> {
  const headers = headersOf(work)
  const whole = await ask(url, headers)
  if (whole.status !== 200) throw new Error(`${url} answers ${whole.status}`)
  if (!work.conditional) {
    return { aim: { url, headers }, bytes: whole.bytes }
  }
  if (whole.etag === undefined) throw new Error('it sends no ETag')
  const aim = { url, headers: { ...headers, 'if-none-match': whole.etag } }
  const { status } = await ask(url, aim.headers)
  if (status !== 304) throw new Error(`it answers ${status}, not 304`)
  return { aim, bytes: 0 }
}

/** One request; `bytes` are those of the body as sent. */
function ask(
  url: string,
  headers: Aim['headers'],
): Promise<{ status: number; bytes: number; etag: string | undefined }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.once('error', reject)
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, bytes, etag: response.headers.etag }),
      )
    })
    sent.setTimeout(60_000, () => sent.destroy(new Error('no answer in a minute')))
    sent.once('error', reject)
    sent.end()
  })
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
