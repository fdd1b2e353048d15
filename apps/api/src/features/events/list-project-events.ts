import type { listProjectEvents as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged } from '../projects/projects.queries.ts'
import { projectKindsOf } from './event-groups.ts'
import { pageEvents } from './page-events.ts'
import { presentProjectEvent } from './present-event.ts'

/** A page of what was done in a project, its files and releases included, for its people. */
export const listProjectEvents: UseCase<typeof endpoint> = async ({ params, query }, context) => {
  const { deps, caller } = context
  const { limit, cursor, group, ...days } = query
  const project = await findManaged(deps.db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'read-history', 'manage')
  const filter = { kinds: group && projectKindsOf(group), ...days }
  const subject = { projectId: project.id }
  const { events, nextCursor } = await pageEvents(deps.db, subject, filter, { limit, cursor })
  return { items: events.map(presentProjectEvent), nextCursor }
}
