import type { PendingPublisher } from '@wheelhouse/database'
import { PENDING_PUBLISHER_DAYS } from '@wheelhouse/shared-types'
import type { Config } from '../../config.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Db, Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import type { Logger } from '../../infra/logger.ts'
import type { Outbox } from '../../infra/mailer/outbox.ts'
import { recordEvent, SYSTEM } from '../events/record-event.ts'
import { describeIdentity } from '../identity-tokens/describe-identity.ts'
import type { ProjectNews } from '../projects/mail-people.ts'
import { mailPendingOwner, pendingEndedNews, pendingEndsNews } from './publisher-mails.ts'
import { identityOf } from './publishers.queries.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const EVERY_MS = 60 * 60 * 1000
/** Days before its end that whoever registered a publisher is reminded. */
const REMINDER_DAYS = 5
const BATCH = 100

export type PublisherUpkeep = {
  /** One round; the timer's are started in the same way. */
  run(): Promise<void>
  stop(): Promise<void>
}

type UpkeepDeps = {
  config: Config
  db: Db
  clock: Clock
  logger: Logger
  outbox: Outbox
  /** Whether this process looks by itself; of several one does. */
  isElected: boolean
}

/**
 * Every hour: publishers for new projects that were not used are reminded of, and end; identity tokens
 * that cannot come again, and publishers' tokens that have expired, are forgotten.
 */
export function startPublisherUpkeep(deps: UpkeepDeps): PublisherUpkeep {
  const { db, clock, logger, outbox } = deps
  let round: Promise<void> = Promise.resolve()
  const once = async () => {
    const now = clock.now()
    await db.usedIdentityToken.deleteMany({ where: { expiresAt: { lt: now } } })
    await db.publisherToken.deleteMany({ where: { expiresAt: { lt: now } } })
    await forEachBatch(() => remind(deps, now))
    await forEachBatch(() => end(deps, now))
    void outbox.flush()
  }
  const run = () => {
    round = round.then(once).catch((error: unknown) => {
      logger.error({ err: error }, 'the upkeep of publishers failed')
    })
    return round
  }
  const timer = deps.isElected ? setInterval(() => void run(), EVERY_MS).unref() : undefined
  return {
    run,
    stop: async () => {
      clearInterval(timer)
      await round
    },
  }
}

async function forEachBatch(batch: () => Promise<number>): Promise<void> {
  while ((await batch()) === BATCH);
}

function remind({ config, db }: UpkeepDeps, now: Date): Promise<number> {
  const soon = new Date(now.getTime() + REMINDER_DAYS * DAY_MS)
  return withTransaction(db, async (tx) => {
    const due = await tx.pendingPublisher.findMany({
      where: { remindedAt: null, expiresAt: { gt: now, lte: soon } },
      take: BATCH,
    })
    for (const row of due) {
      // Of two nodes one tells.
      const { count } = await tx.pendingPublisher.updateMany({
        where: { id: row.id, remindedAt: null },
        data: { remindedAt: now },
      })
      const days = Math.max(1, Math.ceil((row.expiresAt.getTime() - now.getTime()) / DAY_MS))
      const news = (name: string, who: string) => pendingEndsNews(name, who, days)
      if (count === 1) await tell(tx, config, row, news)
    }
    return due.length
  })
}

function end({ config, db }: UpkeepDeps, now: Date): Promise<number> {
  return withTransaction(db, async (tx) => {
    const over = await tx.pendingPublisher.findMany({
      where: { expiresAt: { lte: now } },
      take: BATCH,
    })
    for (const row of over) {
      const { count } = await tx.pendingPublisher.deleteMany({ where: { id: row.id } })
      if (count === 0) continue
      await tell(tx, config, row, pendingEndedNews)
      await recordEvent(tx, {
        kind: 'pending-publisher-expired',
        actor: SYSTEM,
        at: now,
        userId: row.userId,
        details: {
          project: row.projectName,
          publisher: describeIdentity(identityOf(row)),
          days: PENDING_PUBLISHER_DAYS,
        },
      })
    }
    return over.length
  })
}

function tell(
  tx: Tx,
  config: Config,
  row: PendingPublisher,
  news: (name: string, who: string) => ProjectNews,
): Promise<void> {
  const who = describeIdentity(identityOf(row))
  return mailPendingOwner(tx, config, row, news(row.projectName, who))
}
