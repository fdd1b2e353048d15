import { WEBHOOK_TEST_TOPIC, type testWebhook as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf } from '../events/record-event.ts'
import { presentDelivery } from './present-webhook.ts'
import { payloadOf } from './queue-deliveries.ts'
import { limitSending, refuseDisabled } from './refuse-sending.ts'
import { lockWebhook } from './webhooks.queries.ts'

/** Sends a message that says nothing; what becomes of it stands in the list soon after. */
export const testWebhook: UseCase<typeof endpoint> = async ({ params }, { deps, caller }) => {
  const at = deps.clock.now()
  await limitSending(deps, caller)
  const delivery = await withTransaction(deps.db, async (tx) => {
    const { project, webhook } = await lockWebhook(tx, params, caller)
    refuseDisabled(webhook)
    const payload = payloadOf({ actor: actorOf(caller), at, details: {} }, project)
    const topic = WEBHOOK_TEST_TOPIC
    const data = { webhookId: webhook.id, topic, payload, createdAt: at, nextTryAt: at }
    return tx.webhookDelivery.create({ data })
  })
  void deps.webhooks.flush()
  return presentDelivery(delivery)
}
