import type { listPublishers as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged } from '../projects/projects.queries.ts'
import { presentPublisher } from './present-publisher.ts'

/** The trusted publishers of a project, for those with a role in it. */
export const listPublishers: UseCase<typeof endpoint> = async ({ params }, { deps, caller }) => {
  const project = await findManaged(deps.db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'see-publishers', 'manage')
  const links = await deps.db.projectPublisher.findMany({
    where: { projectId: project.id },
    include: { publisher: true },
    orderBy: [{ createdAt: 'asc' }, { publisherId: 'asc' }],
  })
  return {
    trustedPublishingOnly: project.trustedPublishingOnly,
    items: links.map(presentPublisher),
  }
}
