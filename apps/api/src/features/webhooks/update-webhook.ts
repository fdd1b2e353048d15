import type { updateWebhook as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { dropWaiting } from './disable-webhook.ts'
import { presentWebhook } from './present-webhook.ts'
import { refuseUrl } from './refuse-url.ts'
import { tellOfWebhook } from './tell-of-webhook.ts'
import { lockWebhook } from './webhooks.queries.ts'

/**
 * Changes a webhook. Enabling it, or another address, begins its count of failures anew; what waits
 * when it is disabled is sent only when somebody asks for it.
 */
export const updateWebhook: UseCase<typeof endpoint> = async ({ params, body }, context) => {
  const { deps, caller } = context
  const { url, topics, enabled } = body
  const updated = await withTransaction(deps.db, async (tx) => {
    const { project, webhook } = await lockWebhook(tx, params, caller)
    if (url !== undefined) refuseUrl(deps.config, url)
    const disables = enabled === false && webhook.disabledAt === null
    if (disables) await dropWaiting(tx, webhook.id)
    const changed = await tx.webhook.update({
      where: { id: webhook.id },
      data: {
        ...(url === undefined ? {} : { url, failingSince: null }),
        ...(topics === undefined ? {} : { topics: [...new Set(topics)].toSorted() }),
        ...(enabled === true ? { disabledAt: null, disabledBy: null, failingSince: null } : {}),
        ...(disables ? { disabledAt: deps.clock.now(), disabledBy: 'owner' } : {}),
      },
    })
    await tellOfWebhook(tx, context, {
      project,
      url: changed.url,
      kind: 'webhook-changed',
      details: { enabled: changed.disabledAt === null },
    })
    return changed
  })
  void deps.outbox.flush()
  return presentWebhook(updated)
}
