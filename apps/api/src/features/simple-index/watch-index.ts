import type { Database } from '../../infra/db/database.ts'
import type { Logger } from '../../infra/logger.ts'
import type { PageCache } from './page-cache.ts'

const POLL_MS = 2_000
const MOST_ENTRIES = 1_000
/** Two polls and their time: later than that, what is in memory may be old. */
const MISSING_AFTER_MS = 5_000

export type IndexNews = {
  /** Milliseconds since it was last known that nothing in memory is old. */
  ageMs(): number
  /**
   * Headers for what is served from memory while no news come: since when (RFC 9111 §5.1), and why.
   * Undefined as long as they come. `readAt` is when it was read, in milliseconds of the epoch.
   */
  staleness(readAt: number): Readonly<Record<string, string>> | undefined
  stop(): Promise<void>
}

/**
 * Drops pages that other processes changed (another node, an operator's command): a notice tells at
 * once, and a poll of the journal is the net below it, so that a missed notice costs two seconds.
 */
export async function watchIndex(
  database: Database,
  pages: PageCache,
  logger: Logger,
): Promise<IndexNews> {
  const { client: db } = database
  let confirmedAt = Date.now()
  let seen = (await db.indexClock.findUniqueOrThrow({ where: { id: 1 } })).serial
  let isWanted = false
  let round: Promise<void> | undefined

  const catchUp = async (): Promise<void> => {
    const startedAt = Date.now()
    const entries = await db.journalEntry.findMany({
      where: { serial: { gt: seen } },
      select: { serial: true, projectName: true },
      orderBy: { serial: 'asc' },
      take: MOST_ENTRIES,
    })
    for (const { serial, projectName } of entries) pages.forget(projectName, serial)
    seen = entries.at(-1)?.serial ?? seen
    if (entries.length === MOST_ENTRIES) await catchUp()
    else confirmedAt = startedAt
  }
  const lookWhileWanted = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false
      try {
        await catchUp()
      } catch (error) {
        logger.debug({ err: error }, 'journal not read')
      }
    }
    round = undefined
  }
  // One look at a time: those asked for in the meantime are one more, however slow the database is.
  const look = () => {
    isWanted = true
    round ??= lookWhileWanted()
  }
  database.onChange(look)
  const timer = setInterval(look, POLL_MS)
  timer.unref()
  return {
    ageMs: () => Date.now() - confirmedAt,
    staleness: (readAt) => {
      const now = Date.now()
      if (now - confirmedAt < MISSING_AFTER_MS && database.away() === undefined) return undefined
      const seconds = Math.max(0, Math.floor((now - Math.max(confirmedAt, readAt)) / 1000))
      return { Age: String(seconds), 'X-Wheelhouse-Degraded': 'database' }
    },
    stop: async () => {
      clearInterval(timer)
      await round
    },
  }
}
