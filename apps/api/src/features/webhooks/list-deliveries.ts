import type { listWebhookDeliveries as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { readTimeCursor, writeTimeCursor } from '../../http/time-cursor.ts'
import { presentDelivery } from './present-webhook.ts'
import { findDeliveries, findWebhook } from './webhooks.queries.ts'

/** A page of a webhook's messages; the cursor is the place behind its last one. */
export const listDeliveries: UseCase<typeof endpoint> = async (
  { params, query: { limit, cursor } },
  { deps, caller },
) => {
  const { webhook } = await findWebhook(deps.db, params, caller)
  const page = { limit: limit + 1, after: readTimeCursor(cursor) }
  const found = await findDeliveries(deps.db, webhook.id, page)
  const deliveries = found.slice(0, limit)
  const last = deliveries.at(-1)
  return {
    items: deliveries.map(presentDelivery),
    nextCursor: found.length > limit && last !== undefined ? writeTimeCursor(last) : null,
  }
}
