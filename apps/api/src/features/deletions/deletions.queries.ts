import type { Project, Role } from '@wheelhouse/database'
import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Caller } from '../../http/caller.ts'
import { notFound } from '../../http/problems.ts'
import type { Db, Tx } from '../../infra/db/database.ts'
import { solelyOwnedBy } from '../accounts/accounts.queries.ts'
import { roleOf } from '../projects/projects.policy.ts'
import { isThere, lockProjectRow, readProject } from '../projects/projects.queries.ts'

export type MaybeDeletedProject = Project & { roles: Role[] }

/**
 * A project by its name, a deleted one too for those who have a role in it: what was deleted can be
 * looked at and brought back.
 * @throws ProblemError `not_found`, also for what the caller may not know of.
 */
export async function findEvenDeleted(
  db: Db | Tx,
  name: string,
  caller: Caller,
): Promise<MaybeDeletedProject> {
  const project = await readProject(db, name)
  const isKnown =
    project !== null &&
    ((isThere(project) && project.visibility === 'public') || roleOf(project, caller) !== undefined)
  if (!isKnown) throw notFound(`The project ${name}`)
  return project
}

/** As `findEvenDeleted`, its row locked until the transaction ends. */
export async function lockEvenDeleted(
  tx: Tx,
  name: string,
  caller: Caller,
): Promise<MaybeDeletedProject> {
  await lockProjectRow(tx, normalizeName(name))
  return findEvenDeleted(tx, name, caller)
}

/** Deletions that can be undone at this moment. */
export const undoableAt = (now: Date) => ({
  undoneAt: null,
  endedAt: null,
  undoUntil: { gt: now },
})

/** How many files each of these deletions took. */
export async function countTaken(
  db: Db,
  deletions: readonly { id: string; projectId: string }[],
): Promise<Map<string, number>> {
  const rows = await db.file.groupBy({
    by: ['deletionId'],
    where: {
      projectId: { in: [...new Set(deletions.map(({ projectId }) => projectId))] },
      deletionId: { in: deletions.map(({ id }) => id) },
    },
    _count: true,
  })
  return new Map(rows.map(({ deletionId, _count }) => [deletionId!, _count]))
}

/** Deleted projects that nobody but this person could bring back, by name. */
export function findSoleDeletions(
  db: Db | Tx,
  userId: string,
): Promise<{ id: string; name: string; normalizedName: string }[]> {
  return db.project.findMany({
    where: { ...solelyOwnedBy(userId), visibility: 'deleted' },
    select: { id: true, name: true, normalizedName: true },
    orderBy: { normalizedName: 'asc' },
  })
}
