import type { Tx } from '../../infra/db/database.ts'

/**
 * Removes the row of a deleted project and everything of it. The name is free for anybody then; the
 * names of its files stay burnt, and their bytes stay for the operator.
 */
export async function removeProject(tx: Tx, { id }: { id: string }): Promise<void> {
  await tx.project.delete({ where: { id } })
}

/** What a project did that was private to its end stays unknown to those who read the journal. */
export async function hideJournal(
  tx: Tx,
  { normalizedName }: { normalizedName: string },
): Promise<void> {
  await tx.journalEntry.updateMany({
    where: { projectName: normalizedName, hidden: false },
    data: { hidden: true },
  })
}
