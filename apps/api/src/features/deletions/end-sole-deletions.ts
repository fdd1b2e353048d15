import type { Tx } from '../../infra/db/database.ts'
import { lockProjectRow, readProject } from '../projects/projects.queries.ts'
import { findSoleDeletions } from './deletions.queries.ts'
import { hideJournal, removeProject } from './remove-project.ts'

/**
 * Makes the deletions of projects final that nobody else could undo: part of deleting the account of
 * their only owner. Rows are locked by name, as everywhere.
 */
export async function endSoleDeletions(tx: Tx, userId: string): Promise<void> {
  for (const { id, normalizedName } of await findSoleDeletions(tx, userId)) {
    await lockProjectRow(tx, normalizedName)
    const project = await readProject(tx, normalizedName)
    // Undone or final meanwhile.
    if (project?.id !== id || project.deletionId === null) continue
    const deletion = await tx.deletion.findUniqueOrThrow({ where: { id: project.deletionId } })
    await removeProject(tx, { id })
    if (deletion.visibility !== 'public') await hideJournal(tx, { normalizedName })
  }
}
