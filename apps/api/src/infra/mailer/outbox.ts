import type { Clock } from '../clock.ts'
import type { Db, Tx } from '../db/database.ts'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics.ts'
import { AddressGoneError, type Mail, type Mailer } from './mailer.ts'

/** Puts a mail into the outbox, in the transaction that is its reason: sent if that commits. */
export async function queueMail(tx: Tx, mail: Mail): Promise<void> {
  const { to: recipient, subject, text, evenIfBounced = false } = mail
  await tx.outboxMail.create({ data: { recipient, subject, text, evenIfBounced } })
}

/**
 * As much work as `queueMail`, and no mail: for an answer that must not tell, by its time either,
 * whether somebody is known. The row counts as sent and goes with the old ones.
 */
export async function queueNothing(tx: Tx, at: Date): Promise<void> {
  await tx.outboxMail.create({ data: { recipient: '', subject: '', text: '', sentAt: at } })
}

export type Outbox = {
  /** Looks at once instead of at the next round; returns when the round is over. */
  flush(): Promise<void>
  stop(): Promise<void>
}

/** What is known of addresses that do not exist any more. */
export type Bounces = {
  isGone(address: string): Promise<boolean>
  /** A mail server refused the address for good. */
  report(address: string): Promise<void>
}

const EVERY_MS = 5_000
const BATCH = 20
const MAX_TRIES = 12
/** Kept for the operator, then removed. */
const KEEP_MS = 7 * 24 * 60 * 60 * 1000

type Claimed = {
  id: string
  recipient: string
  subject: string
  text: string
  evenIfBounced: boolean
  attempts: number
}

/**
 * Sends what lies in the outbox. A mail is claimed by moving its next try into the future before
 * it is sent, so that two nodes do not send it twice; a failed one waits longer each time. One whose
 * recipient does not exist is given up, and so are those to addresses known not to.
 */
export function startOutbox(deps: {
  db: Db
  mailer: Mailer
  clock: Clock
  logger: Logger
  bounces: Bounces
  metrics: Pick<Metrics, 'mail'>
  /** Whether this process looks by itself; of several one does. */
  isElected: boolean
}): Outbox {
  const { db, mailer, clock, logger, bounces, metrics } = deps
  let round: Promise<void> = Promise.resolve()

  /** Done with, though not delivered: it goes with the old ones. */
  const giveUp = async (id: string, why: string): Promise<void> => {
    const data = { sentAt: clock.now(), lastError: why.slice(0, 500) }
    await db.outboxMail.update({ where: { id }, data })
  }

  const sendOne = async (mail: Claimed): Promise<void> => {
    const { id, recipient, subject, text } = mail
    try {
      if (!mail.evenIfBounced && (await bounces.isGone(recipient))) {
        metrics.mail('withheld')
        return await giveUp(id, 'not sent: mail to this address came back')
      }
      await mailer.send({ id, to: recipient, subject, text, at: clock.now() })
      metrics.mail('sent')
      await db.outboxMail.update({ where: { id }, data: { sentAt: clock.now(), lastError: null } })
    } catch (error) {
      logger.warn({ mail: { id, attempts: mail.attempts }, err: error }, 'mail not sent')
      metrics.mail(error instanceof AddressGoneError ? 'refused' : 'failed')
      if (error instanceof AddressGoneError) {
        await giveUp(id, error.message)
        return bounces.report(recipient)
      }
      await db.outboxMail.update({
        where: { id },
        data: { lastError: (error as Error).message.slice(0, 500) },
      })
    }
  }

  const sendDue = async (): Promise<void> => {
    if (mailer.kind === 'none') return
    for (;;) {
      const now = clock.now()
      const claimed = await db.$queryRaw<Claimed[]>`
        UPDATE outbox_mails SET attempts = attempts + 1,
          next_try_at = ${now}::timestamptz + make_interval(secs => least(power(2, attempts) * 30, 21600))
        WHERE id IN (
          SELECT id FROM outbox_mails
          WHERE sent_at IS NULL AND next_try_at <= ${now} AND attempts < ${MAX_TRIES}
          ORDER BY next_try_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
        RETURNING id::text, recipient, subject, text, even_if_bounced AS "evenIfBounced", attempts`
      for (const mail of claimed.toSorted((a, b) => (a.id < b.id ? -1 : 1))) await sendOne(mail)
      if (claimed.length < BATCH) break
    }
    const old = new Date(clock.now().getTime() - KEEP_MS)
    await db.outboxMail.deleteMany({ where: { sentAt: { lt: old } } })
  }

  const flush = (): Promise<void> => {
    round = round.then(sendDue).catch((error: unknown) => {
      logger.error({ err: error }, 'outbox round failed')
    })
    return round
  }
  const timer = deps.isElected ? setInterval(() => void flush(), EVERY_MS).unref() : undefined
  return {
    flush,
    stop: async () => {
      clearInterval(timer)
      await round
    },
  }
}
