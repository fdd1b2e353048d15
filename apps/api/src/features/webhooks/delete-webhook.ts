import type { deleteWebhook as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { tellOfWebhook } from './tell-of-webhook.ts'
import { lockWebhook } from './webhooks.queries.ts'

/** Removes a webhook with all its messages, those that wait included. */
export const deleteWebhook: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller } = context
  await withTransaction(deps.db, async (tx) => {
    const { project, webhook } = await lockWebhook(tx, params, caller)
    await tx.webhook.delete({ where: { id: webhook.id } })
    await tellOfWebhook(tx, context, { project, url: webhook.url, kind: 'webhook-removed' })
  })
  void deps.outbox.flush()
}
