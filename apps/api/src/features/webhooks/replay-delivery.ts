import type { replayWebhookDelivery as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { presentDelivery } from './present-webhook.ts'
import { limitSending, refuseDisabled } from './refuse-sending.ts'
import { lockWebhook } from './webhooks.queries.ts'

/** Sends a message once more, delivered or not, and tries it as often as a new one. */
export const replayDelivery: UseCase<typeof endpoint> = async ({ params }, { deps, caller }) => {
  await limitSending(deps, caller)
  const delivery = await withTransaction(deps.db, async (tx) => {
    const { webhook } = await lockWebhook(tx, params, caller)
    const where = { id: params.delivery, webhookId: webhook.id }
    if ((await tx.webhookDelivery.count({ where })) === 0) {
      throw notFound(`The message ${params.delivery} of this webhook`)
    }
    refuseDisabled(webhook)
    return tx.webhookDelivery.update({
      where,
      data: { attempts: 0, deliveredAt: null, nextTryAt: deps.clock.now(), error: null },
    })
  })
  void deps.webhooks.flush()
  return presentDelivery(delivery)
}
