import type { Webhook } from '@wheelhouse/database'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import { notFound } from '../../http/problems.ts'
import type { TimePlace } from '../../http/time-cursor.ts'
import type { Db, Tx } from '../../infra/db/database.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged, lockProject, type ProjectWithRoles } from '../projects/projects.queries.ts'

type Place = { readonly project: string; readonly webhook: string }
type Found = { readonly project: ProjectWithRoles; readonly webhook: Webhook }

/** A webhook for an owner who looks at it. @throws ProblemError `not_found` or `forbidden`. */
export async function findWebhook(
  db: Db,
  place: Place,
  caller: SessionCaller | TokenCaller,
): Promise<Found> {
  const project = await findManaged(db, place.project, caller)
  refuseUnlessAllowed(project, caller, 'see-webhooks', 'manage')
  return { project, webhook: await requireWebhook(db, project, place.webhook) }
}

/** A webhook for an owner who changes it, its project locked. @throws ProblemError `not_found` or `forbidden`. */
export async function lockWebhook(
  tx: Tx,
  place: Place,
  caller: SessionCaller | TokenCaller,
): Promise<Found> {
  const project = await lockProject(tx, place.project, caller)
  refuseUnlessAllowed(project, caller, 'manage-webhooks', 'manage')
  return { project, webhook: await requireWebhook(tx, project, place.webhook) }
}

async function requireWebhook(
  db: Db | Tx,
  project: ProjectWithRoles,
  id: string,
): Promise<Webhook> {
  const webhook = await db.webhook.findUnique({ where: { id } })
  if (webhook?.projectId !== project.id) throw notFound(`The webhook ${id} of ${project.name}`)
  return webhook
}

/** At most `limit` messages of a webhook, newest first, those behind `after`. */
export function findDeliveries(
  db: Db,
  webhookId: string,
  { limit, after }: { limit: number; after: TimePlace | undefined },
) {
  const behind =
    after === undefined
      ? {}
      : {
          createdAt: { lte: after.createdAt },
          OR: [{ createdAt: { lt: after.createdAt } }, { id: { lt: after.id } }],
        }
  return db.webhookDelivery.findMany({
    where: { webhookId, ...behind },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  })
}
