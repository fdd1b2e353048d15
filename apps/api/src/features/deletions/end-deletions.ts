import type { Deps } from '../../deps.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { lockProjectRow } from '../projects/projects.queries.ts'
import { hideJournal, removeProject } from './remove-project.ts'

const AT_ONCE = 100

/**
 * Makes deletions final whose time to undo is over: of a project everything goes, and its name is free.
 * Files and releases stay as rows that nobody sees, so that the same content is known again. Each in a
 * transaction of its own, under the project's lock, as an undoing takes it too.
 */
export async function endDeletions({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  for (;;) {
    const due = await db.deletion.findMany({
      where: { undoneAt: null, endedAt: null, undoUntil: { lte: clock.now() } },
      select: { id: true, project: { select: { normalizedName: true } } },
      orderBy: { undoUntil: 'asc' },
      take: AT_ONCE,
    })
    const failures: unknown[] = []
    for (const { id, project } of due) {
      try {
        await withTransaction(db, (tx) => end(tx, id, project.normalizedName, clock.now()))
      } catch (error) {
        failures.push(error)
      }
    }
    // One that cannot be ended keeps no other one waiting.
    if (failures.length > 0) throw new AggregateError(failures, 'some deletions were not ended')
    if (due.length < AT_ONCE) return
  }
}

async function end(tx: Tx, id: string, normalizedName: string, at: Date): Promise<void> {
  await lockProjectRow(tx, normalizedName)
  const deletion = await tx.deletion.findUnique({ where: { id } })
  // Another process was faster, or it went with its project.
  if (deletion === null || deletion.undoneAt !== null || deletion.endedAt !== null) return
  if (deletion.kind !== 'project') {
    await tx.deletion.update({ where: { id }, data: { endedAt: at } })
    return
  }
  await removeProject(tx, { id: deletion.projectId })
  if (deletion.visibility !== 'public') await hideJournal(tx, { normalizedName })
}
