import type { listWebhooks as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged } from '../projects/projects.queries.ts'
import { presentWebhook } from './present-webhook.ts'

/** All of them: there are few. */
export const listWebhooks: UseCase<typeof endpoint> = async ({ params }, { deps, caller }) => {
  const project = await findManaged(deps.db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'see-webhooks', 'manage')
  const webhooks = await deps.db.webhook.findMany({
    where: { projectId: project.id },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return { items: webhooks.map(presentWebhook) }
}
