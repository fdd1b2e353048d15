import type { Deletion, DeletionKind } from '@wheelhouse/database'
import type { Deps } from '../../deps.ts'
import type { Tx } from '../../infra/db/database.ts'
import type { ProjectWithRoles } from '../projects/projects.queries.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** The row by which a deletion can be undone for `UNDO_DAYS`; without such days it is final at once. */
export function openDeletion(
  tx: Tx,
  { UNDO_DAYS }: Pick<Deps['config'], 'UNDO_DAYS'>,
  deletion: {
    kind: DeletionKind
    project: ProjectWithRoles
    target: string
    actorName: string
    at: Date
  },
): Promise<Deletion> {
  const { kind, project, target, actorName, at } = deletion
  return tx.deletion.create({
    data: {
      kind,
      projectId: project.id,
      target,
      actorName,
      createdAt: at,
      undoUntil: new Date(at.getTime() + UNDO_DAYS * DAY_MS),
      endedAt: UNDO_DAYS === 0 ? at : null,
      visibility: kind === 'project' ? project.visibility : null,
    },
  })
}
