import type { rotateWebhookSecret as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { presentWebhook } from './present-webhook.ts'
import { makeWebhookSecret } from './sign-message.ts'
import { tellOfWebhook } from './tell-of-webhook.ts'
import { lockWebhook } from './webhooks.queries.ts'

/** Gives a webhook a new secret; whatever is sent from now on is signed with it. */
export const rotateSecret: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller } = context
  const { secret, sealed } = makeWebhookSecret(deps.secrets, params.webhook)
  const updated = await withTransaction(deps.db, async (tx) => {
    const { project, webhook } = await lockWebhook(tx, params, caller)
    const { id, url } = webhook
    const changed = await tx.webhook.update({ where: { id }, data: { secret: sealed } })
    await tellOfWebhook(tx, context, { project, url, kind: 'webhook-secret-changed' })
    return changed
  })
  void deps.outbox.flush()
  return { webhook: presentWebhook(updated), secret }
}
