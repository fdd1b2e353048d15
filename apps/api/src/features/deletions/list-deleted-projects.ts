import type { listDeletedProjects as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { countTaken, undoableAt } from './deletions.queries.ts'
import { presentDeletion } from './present-deletion.ts'

/** Deleted projects of which the person is an owner, newest first. */
export const listDeletedProjects: UseCase<typeof endpoint> = async (_input, { deps, caller }) => {
  const deletions = await deps.db.deletion.findMany({
    where: {
      kind: 'project',
      ...undoableAt(deps.clock.now()),
      project: { roles: { some: { principalId: caller.user.id, role: 'owner' } } },
    },
    include: { project: { select: { name: true, normalizedName: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  const counts = await countTaken(deps.db, deletions)
  return {
    items: deletions.map((row) => presentDeletion(row, row.project, counts.get(row.id) ?? 0)),
  }
}
