import { WEBHOOK_MOST_TRIES } from '@wheelhouse/shared-types'
import type { Config } from '../../config.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Db } from '../../infra/db/database.ts'
import type { Logger } from '../../infra/logger.ts'
import type { Metrics } from '../../infra/metrics.ts'
import type { Secrets } from '../../infra/secrets.ts'
import type { Outbox } from '../../infra/mailer/outbox.ts'
import { recordTry } from './record-try.ts'
import { sendMessage, type TryOutcome } from './send-message.ts'
import { signMessage } from './sign-message.ts'
import { writeMessage, type StoredMessage } from './write-message.ts'

export type WebhookSender = {
  /** Looks at once instead of at the next round; returns when what was due has been tried. */
  flush(): Promise<void>
  stop(): Promise<void>
}

export type WebhookSenderParts = {
  readonly config: Config
  readonly db: Db
  readonly clock: Clock
  readonly logger: Logger
  readonly secrets: Secrets
  readonly outbox: Outbox
  readonly metrics: Pick<Metrics, 'webhook'>
  /** Whether this process looks by itself; of several one does. */
  readonly isElected: boolean
  /** Calls its listener after commits. */
  readonly onChange: (listener: () => void) => void
}

const EVERY_MS = 5_000
/** Commits that follow each other closely are one reason to look. */
const SOON_MS = 100
/** As long as a process has a message: another takes it when that one is gone. */
const LEASE_SECONDS = 60
const MOST_AT_ONCE = 40
/** One receiver that hangs must not hold up the others. */
const MOST_OF_ONE = 4

type Claimed = StoredMessage & {
  readonly webhookId: string
  readonly attempts: number
  readonly url: string
  readonly secret: Uint8Array
}

/**
 * Sends what waits for webhooks. A message is claimed by moving its next try into the future before it
 * is sent, so that two processes do not send it at once; one that is killed in between has it sent
 * again, with the same id. Order is not kept: a message that fails is overtaken.
 */
export function startWebhookSender(parts: WebhookSenderParts): WebhookSender {
  const { config, db, clock, logger, secrets, metrics } = parts
  const underWay = new Map<Promise<void>, string>()
  let round: Promise<void> = Promise.resolve()
  let isStopped = false
  let started = 0
  /** Something that is due may wait for a place. */
  let isFull = false

  const tryOne = async (claimed: Claimed): Promise<void> => {
    const body = writeMessage(claimed)
    const at = clock.now()
    let outcome: TryOutcome
    try {
      const headers = signMessage(
        secrets,
        { id: claimed.webhookId, secret: claimed.secret },
        { id: claimed.id, at, body },
      )
      outcome = await sendMessage(
        claimed.url,
        { headers, body },
        { allowed: config.OUTBOUND_ALLOW },
      )
    } catch (error) {
      // Such as a secret that was sealed under another SECRET_KEY.
      logger.error({ err: error, webhook: claimed.webhookId }, 'webhook message not sent')
      const why = 'the message could not be made; give the webhook a new secret'
      outcome = { isDelivered: false, status: null, error: why, response: null }
    }
    metrics.webhook(outcome.isDelivered ? 'delivered' : 'failed')
    await recordTry(parts, claimed, outcome)
  }

  const start = (claimed: Claimed): void => {
    const work = tryOne(claimed)
      .catch((error: unknown) => logger.error({ err: error }, 'webhook try not recorded'))
      .finally(() => {
        underWay.delete(work)
        if (isFull) void look()
      })
    underWay.set(work, claimed.webhookId)
    started += 1
  }

  const startDue = async (): Promise<void> => {
    for (;;) {
      isFull = underWay.size >= MOST_AT_ONCE
      if (isStopped || isFull) return
      const counts = Map.groupBy(underWay.values(), (id) => id)
      const busy = [...counts].filter(([, ids]) => ids.length >= MOST_OF_ONE).map(([id]) => id)
      const claimed = await claimDue(db, clock.now(), busy)
      for (const message of claimed) start(message)
      isFull = busy.length > 0
      if (claimed.length === 0) return
    }
  }
  const look = (): Promise<void> => {
    round = round.then(startDue).catch((error: unknown) => {
      logger.error({ err: error }, 'webhook round failed')
    })
    return round
  }

  let soon: NodeJS.Timeout | undefined
  const timer = parts.isElected ? setInterval(() => void look(), EVERY_MS).unref() : undefined
  if (parts.isElected) {
    parts.onChange(() => {
      if (isStopped) return
      soon ??= setTimeout(() => {
        soon = undefined
        void look()
      }, SOON_MS).unref()
    })
  }
  return {
    flush: async () => {
      for (let before = -1; before < started || underWay.size > 0;) {
        before = started
        await look()
        await Promise.all(underWay.keys())
      }
    },
    stop: async () => {
      isStopped = true
      clearInterval(timer)
      clearTimeout(soon)
      await round
      await Promise.all(underWay.keys())
    },
  }
}

/** Some of what is due, claimed; nothing of webhooks that are `busy`. */
async function claimDue(db: Db, now: Date, busy: readonly string[]): Promise<Claimed[]> {
  return db.$queryRaw<Claimed[]>`
    UPDATE webhook_deliveries AS delivery
    SET attempts = delivery.attempts + 1,
      next_try_at = ${now}::timestamptz + make_interval(secs => ${LEASE_SECONDS})
    FROM webhooks
    WHERE webhooks.id = delivery.webhook_id AND delivery.id IN (
      SELECT due.id FROM webhook_deliveries AS due JOIN webhooks ON webhooks.id = due.webhook_id
      WHERE due.next_try_at <= ${now} AND webhooks.disabled_at IS NULL
        AND due.attempts < ${WEBHOOK_MOST_TRIES}
        AND NOT (webhooks.id = ANY(${[...busy]}::uuid[]))
      ORDER BY due.next_try_at LIMIT ${MOST_OF_ONE} FOR UPDATE OF due SKIP LOCKED)
    RETURNING delivery.id::text, delivery.webhook_id::text AS "webhookId", delivery.topic,
      delivery.payload, delivery.attempts, webhooks.url, webhooks.secret`
}
