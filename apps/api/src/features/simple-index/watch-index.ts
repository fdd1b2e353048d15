import type { Database } from '../../infra/db/database.ts'
import type { Logger } from '../../infra/logger.ts'
import type { PageCache } from './page-cache.ts'

const POLL_MS = 2_000
const MOST_ENTRIES = 1_000

export type IndexWatch = { stop(): Promise<void> }

/**
 * Drops pages that other processes changed (another node, an operator's command): a notice tells at
 * once, and a poll of the journal is the net below it, so that a missed notice costs two seconds.
 */
export async function watchIndex(
  database: Database,
  pages: PageCache,
  logger: Logger,
): Promise<IndexWatch> {
  const { client: db } = database
  let seen = (await db.indexClock.findUniqueOrThrow({ where: { id: 1 } })).serial
  let round: Promise<void> = Promise.resolve()

  const catchUp = async (): Promise<void> => {
    const entries = await db.journalEntry.findMany({
      where: { serial: { gt: seen } },
      select: { serial: true, projectName: true },
      orderBy: { serial: 'asc' },
      take: MOST_ENTRIES,
    })
    for (const { serial, projectName } of entries) pages.forget(projectName, serial)
    seen = entries.at(-1)?.serial ?? seen
    if (entries.length === MOST_ENTRIES) await catchUp()
  }
  const look = () => {
    round = round.then(catchUp).catch((error: unknown) => {
      logger.debug({ err: error }, 'journal not read')
    })
  }
  await database.onChange(look)
  const timer = setInterval(look, POLL_MS)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await round
    },
  }
}
