import { WEBHOOK_MOST_TRIES } from '@wheelhouse/shared-types'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { disableWebhook } from './disable-webhook.ts'
import type { TryOutcome } from './send-message.ts'
import type { WebhookSenderParts } from './send-webhooks.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
/** Seconds between tries: soon for a receiver that restarts, then for one that somebody has to mend. */
const WAITS = [10, MINUTE, 5 * MINUTE, 20 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 7 * HOUR, 10 * HOUR]
/** Many that failed at once do not come back at once. */
const JITTER = 0.2
/** A webhook of which nothing arrived for so long is disabled. */
const FAILING_MS = 5 * 24 * HOUR * 1000

type Tried = { readonly id: string; readonly webhookId: string; readonly attempts: number }

/** Seconds to wait after so many tries; undefined when it was the last one. */
export function waitAfter(attempts: number, random: number = Math.random()): number | undefined {
  const wait = attempts < WEBHOOK_MOST_TRIES ? WAITS[attempts - 1] : undefined
  return wait === undefined ? undefined : wait * (1 + JITTER * random)
}

/**
 * Writes down what became of a try. A receiver that says that it is gone (410) hears nothing more, and
 * so does one that took nothing for days; its project's owners are told.
 */
export async function recordTry(
  parts: WebhookSenderParts,
  { id, webhookId, attempts }: Tried,
  outcome: TryOutcome,
): Promise<void> {
  const { db, clock, outbox } = parts
  const now = clock.now()
  const { isDelivered, status, error, response } = outcome
  const wait = isDelivered ? undefined : waitAfter(attempts)
  const isDisabled = await withTransaction(db, async (tx) => {
    await tx.webhookDelivery.updateMany({
      // One that was asked for again meanwhile is counted anew.
      where: { id, attempts },
      data: {
        ...(isDelivered ? { deliveredAt: now } : {}),
        nextTryAt: wait === undefined ? null : new Date(now.getTime() + wait * 1000),
        triedAt: now,
        status,
        error,
        response,
      },
    })
    const why = await countFailures(tx, webhookId, outcome, now)
    return why !== undefined && disableWebhook(tx, parts, webhookId, why)
  })
  if (isDisabled) void outbox.flush()
}

/** Keeps since when nothing arrives; tells why the webhook is to be disabled, if it is. */
async function countFailures(
  tx: Tx,
  id: string,
  { isDelivered, status }: TryOutcome,
  now: Date,
): Promise<'gone' | 'failing' | undefined> {
  if (isDelivered) {
    await tx.webhook.updateMany({
      where: { id, failingSince: { not: null } },
      data: { failingSince: null },
    })
    return undefined
  }
  await tx.webhook.updateMany({ where: { id, failingSince: null }, data: { failingSince: now } })
  if (status === 410) return 'gone'
  const long = new Date(now.getTime() - FAILING_MS)
  const failing = await tx.webhook.count({ where: { id, failingSince: { lte: long } } })
  return failing > 0 ? 'failing' : undefined
}
