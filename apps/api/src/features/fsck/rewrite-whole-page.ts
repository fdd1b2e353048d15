import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { SYSTEM } from '../events/record-event.ts'
import { refreshLatest } from '../projects/refresh-latest.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'
import { lockForRepair, type CheckedProject } from './fsck.queries.ts'
import type { FsckRun } from './fsck-run.ts'

/**
 * Renders a project's simple page from scratch under its lock, after `prepare`, and takes the next
 * serial, so that every process drops what it has of it. Tells whether the project was still there
 * and `isWrong` still held.
 */
export async function rewriteWholePage(
  { db, clock, pages }: FsckRun,
  id: string,
  prepare: (tx: Tx) => Promise<void> = async () => {},
  isWrong: (tx: Tx, project: CheckedProject) => Promise<boolean> = async () => true,
): Promise<boolean> {
  const written = await withTransaction(db, async (tx) => {
    const project = await lockForRepair(tx, id)
    if (project === undefined || !(await isWrong(tx, project))) return undefined
    await prepare(tx)
    await refreshLatest(tx, id)
    await tx.simpleFragment.deleteMany({ where: { projectId: id } })
    // A deleted project has none until its deletion is undone.
    if (project.isDeleted) await tx.simplePage.deleteMany({ where: { projectId: id } })
    else await rewritePages(tx, project, [''])
    const serial = await advanceIndex(tx, [
      { project, action: 'rewrite page', actor: SYSTEM.name, at: clock.now() },
    ])
    return { name: project.normalizedName, serial }
  })
  if (written === undefined) return false
  pages.forget(written.name, written.serial)
  return true
}
