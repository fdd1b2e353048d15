import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Database } from '../../infra/db/database.ts'
import type { Logger } from '../../infra/logger.ts'
import type { Metrics } from '../../infra/metrics.ts'
import { createPurgeQueue, type Batch } from './purge-queue.ts'
import { MOST_KEYS_AT_ONCE, sendPurge, type PurgeTarget } from './purge-target.ts'
import { readChangedKeys } from './read-changed-keys.ts'

export type Purger = { stop(): Promise<void> }

export type PurgerParts = {
  readonly database: Database
  readonly metrics: Pick<Metrics, 'purged'>
  readonly logger: Logger
  readonly target: PurgeTarget
  /** Where the serial up to which everything was purged outlives the process. */
  readonly stateFile: string
}

const POLL_MS = 2_000
const REQUESTS_AT_ONCE = 4
/** With so many keys in memory the journal is not read on: it keeps the rest. */
const MOST_WAITING = 10_000

/**
 * Tells the cache in front (`PURGE_URL`) which keys are old, after each commit of whatever process: it
 * follows the journal, so that no upload waits for it and none is forgotten. Each key is purged twice,
 * and again until the cache has taken it; after a restart from where it had come to.
 */
export async function purgeChanges(parts: PurgerParts): Promise<Purger> {
  const { database, logger, stateFile } = parts
  const queue = createPurgeQueue()
  let seen = (await readState(stateFile)) ?? (await newestSerial(database))
  let written = seen
  const stopping = new AbortController()
  let wake = () => {}
  let isWanted = false

  const readOn = async () => {
    while (queue.size() < MOST_WAITING) {
      const changed = await readChangedKeys(database.client, seen)
      if (changed === undefined) return
      queue.add(changed.keys, seen, Date.now())
      seen = changed.serial
    }
  }
  const round = async () => {
    await readOn().catch((error: unknown) => logger.debug({ err: error }, 'journal not read'))
    for (const batch of queue.take(Date.now())) {
      queue.settle(batch, await purge(parts, batch, stopping.signal), Date.now())
    }
    const done = queue.doneUpTo(seen)
    if (done === written) return
    await writeState(stateFile, done)
    written = done
  }
  const sleep = () =>
    new Promise<void>((resolve) => {
      if (isWanted || stopping.signal.aborted) return resolve()
      const wait = Math.min(POLL_MS, Math.max(0, queue.nextDueAt() - Date.now()))
      const timer = setTimeout(resolve, wait)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const run = async () => {
    while (!stopping.signal.aborted) {
      isWanted = false
      await round().catch((error: unknown) => logger.error({ err: error }, 'purging failed'))
      await sleep()
    }
  }
  database.onChange(() => {
    isWanted = true
    wake()
  })
  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      wake()
      await running
    },
  }
}

/** What became of the keys of a batch; those that are refused for good are in neither set. */
async function purge(
  { target, metrics, logger }: PurgerParts,
  { keys, failures }: Batch,
  stopping: AbortSignal,
) {
  const purged = new Set<string>()
  const failed = new Set<string>()
  const requests = [...chunks([...keys], target.isForOneKey ? 1 : MOST_KEYS_AT_ONCE)]
  const work = async () => {
    for (let some = requests.pop(); some !== undefined; some = requests.pop()) {
      const { outcome, why } = await sendPurge(target, some, stopping)
      metrics.purged(outcome, some.length)
      for (const key of some) {
        if (outcome === 'purged') purged.add(key)
        if (outcome === 'again') failed.add(key)
      }
      // An outage is told once, not with every attempt.
      if (outcome === 'refused' || (outcome === 'again' && failures === 0)) {
        logger.warn({ keys: some.slice(0, 10), why, outcome }, 'the cache did not take a purge')
      }
    }
  }
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, work))
  return { purged, failed }
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size)
}

async function newestSerial({ client }: Database): Promise<bigint> {
  return (await client.indexClock.findUniqueOrThrow({ where: { id: 1 } })).serial
}

async function readState(file: string): Promise<bigint | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return /^\d{1,18}$/.test(text) ? BigInt(text) : undefined
}

async function writeState(file: string, serial: bigint): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.part`, serial.toString())
  await rename(`${file}.part`, file)
}
