import type { Deletion as DeletionRow } from '@wheelhouse/database'
import type { Deletion } from '@wheelhouse/shared-types'

export function presentDeletion(
  row: DeletionRow,
  project: { name: string; normalizedName: string },
  fileCount: number,
): Deletion {
  return {
    id: row.id,
    kind: row.kind,
    project: project.name,
    normalizedName: project.normalizedName,
    target: row.target,
    deletedBy: row.actorName,
    deletedAt: row.createdAt.toISOString(),
    undoUntil: row.endedAt === null ? row.undoUntil.toISOString() : null,
    fileCount,
  }
}
