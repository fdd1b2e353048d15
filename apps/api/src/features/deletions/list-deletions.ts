import { ProblemError, type listDeletions as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { countTaken, findEvenDeleted, undoableAt } from './deletions.queries.ts'
import { presentDeletion } from './present-deletion.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What can be brought back in a project, newest first; the cursor is the last one's id. */
export const listDeletions: UseCase<typeof endpoint> = async ({ params, query }, context) => {
  const { deps, caller } = context
  const { limit, cursor } = query
  const project = await findEvenDeleted(deps.db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'see-deletions', 'manage')
  if (cursor !== undefined && !UUID.test(cursor)) {
    throw new ProblemError('malformed_request', 'The cursor is not one that this list gave')
  }
  const found = await deps.db.deletion.findMany({
    where: { projectId: project.id, ...undoableAt(deps.clock.now()) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }),
  })
  const deletions = found.slice(0, limit)
  const counts = await countTaken(deps.db, deletions)
  return {
    items: deletions.map((row) => presentDeletion(row, project, counts.get(row.id) ?? 0)),
    nextCursor: found.length > limit ? deletions.at(-1)!.id : null,
  }
}
