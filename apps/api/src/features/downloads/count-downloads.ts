import type { Clock } from '../../infra/clock.ts'
import type { Db } from '../../infra/db/database.ts'
import type { Logger } from '../../infra/logger.ts'
import { addDownloads, removeOldDownloads, type Counted } from './downloads.queries.ts'
import { nameInstaller } from './name-installer.ts'

export type DownloadCounter = {
  /** A file went out whole. Costs an addition; never waits, never fails. */
  count(fileId: string, userAgent: string | undefined): void
  /** Writes down what was counted so far. */
  flush(): Promise<void>
  stop(): Promise<void>
}

const FLUSH_MS = 5_000
/** Different entries that wait for the database; one takes some 200 bytes. */
const MOST_WAITING = 50_000
/** Entries in one statement. */
const MOST_AT_ONCE = 5_000

/**
 * Counts downloads in memory and writes them down in batches: a killed process loses those of a few
 * seconds. While the database is away they wait, so many and no more.
 */
export function startDownloadCounter({
  db,
  clock,
  logger,
}: {
  db: Db
  clock: Clock
  logger: Logger
}): DownloadCounter {
  const waiting = new Map<string, Counted>()
  /** Of `waiting` those that were counted last, one for each file: most downloads of a file are alike. */
  const latest = new Map<string, Counted>()
  const today = rememberDay()
  let lost = 0
  let cleanedOn = ''
  let round: Promise<void> = Promise.resolve()

  const add = (more: Counted): void => {
    const key = `${more.fileId} ${more.day} ${more.installer}`
    const known = waiting.get(key)
    if (known !== undefined) known.count += more.count
    else if (waiting.size < MOST_WAITING) waiting.set(key, more)
    else lost += more.count
    const entry = waiting.get(key)
    if (entry !== undefined) latest.set(more.fileId, entry)
  }
  const writeDown = async (): Promise<void> => {
    while (waiting.size > 0) {
      // What is being written is counted no further.
      latest.clear()
      const batch = [...waiting.entries()].slice(0, MOST_AT_ONCE)
      for (const [key] of batch) waiting.delete(key)
      const counted = batch.map(([, entry]) => entry)
      try {
        await addDownloads(db, counted)
      } catch (error) {
        for (const entry of counted) add(entry)
        throw error
      }
    }
    if (lost > 0) logger.warn({ downloads: lost }, 'downloads not counted: the database was away')
    lost = 0
  }
  const cleanUp = async (): Promise<void> => {
    const today = dayOf(clock.now())
    if (cleanedOn === today) return
    await removeOldDownloads(db, clock.now())
    cleanedOn = today
  }
  const flush = (): Promise<void> => {
    round = round
      .then(async () => {
        if (waiting.size === 0) return
        await writeDown()
        await cleanUp()
      })
      .catch((error: unknown) => {
        logger.debug({ err: error }, 'downloads not written down')
      })
    return round
  }
  const timer = setInterval(() => void flush(), FLUSH_MS)
  timer.unref()
  return {
    count: (fileId, userAgent) => {
      const day = today(clock.now())
      const installer = nameInstaller(userAgent)
      const last = latest.get(fileId)
      if (last?.installer === installer && last.day === day) last.count += 1
      else add({ fileId, day, installer, count: 1 })
    },
    flush,
    stop: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}

const DAY_MS = 24 * 60 * 60 * 1000

/** `dayOf` for many moments, most of them of the same day. */
function rememberDay(): (at: Date) => string {
  let number = Number.NaN
  let day = ''
  return (at) => {
    const current = Math.floor(at.getTime() / DAY_MS)
    if (current !== number) {
      number = current
      day = dayOf(at)
    }
    return day
  }
}

/** `2026-11-24`, in UTC. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
