import { randomUUID } from 'node:crypto'
import {
  ProblemError,
  WEBHOOKS_MOST,
  type createWebhook as endpoint,
} from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { lockProject } from '../projects/projects.queries.ts'
import { presentWebhook } from './present-webhook.ts'
import { refuseUrl } from './refuse-url.ts'
import { makeWebhookSecret } from './sign-message.ts'
import { tellOfWebhook } from './tell-of-webhook.ts'

/** Adds a webhook; its secret is in the answer and never again. */
export const createWebhook: UseCase<typeof endpoint> = async ({ params, body }, context) => {
  const { deps, caller } = context
  const { url } = body
  const id = randomUUID()
  const { secret, sealed } = makeWebhookSecret(deps.secrets, id)
  const webhook = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'manage-webhooks', 'manage')
    refuseUrl(deps.config, url)
    const projectId = project.id
    if ((await tx.webhook.count({ where: { projectId } })) >= WEBHOOKS_MOST) {
      throw new ProblemError(
        'too_many_webhooks',
        `A project has ${WEBHOOKS_MOST} webhooks at the most; remove one first`,
      )
    }
    const made = await tx.webhook.create({
      data: {
        id,
        projectId,
        url,
        secret: sealed,
        topics: [...new Set(body.topics)].toSorted(),
        createdBy: caller.user.username,
        createdAt: deps.clock.now(),
      },
    })
    await tellOfWebhook(tx, context, { project, url, kind: 'webhook-created' })
    return made
  })
  void deps.outbox.flush()
  return { webhook: presentWebhook(webhook), secret }
}
