import { withTransaction } from '../../infra/db/with-transaction.ts'
import type { FsckRun } from './fsck-run.ts'

type Serials = { clock: bigint | null; journal: bigint | null }

/** The clock against the newest journal entry. */
export async function checkSerials(run: FsckRun): Promise<void> {
  const [row] = await run.db.$queryRaw<Serials[]>`
    SELECT (SELECT serial FROM index_clock) AS clock, (SELECT max(serial) FROM journal) AS journal`
  const { clock, journal } = row!
  const newest = journal ?? 0n
  if (clock === newest) return
  if (clock === null) {
    run.report('wrong-serial', {}, 'the index has no clock')
  } else if (clock < newest) {
    const repaired = run.mends('pages') && (await moveClock(run))
    const detail = `the journal goes to ${newest}, the clock says ${clock}: nothing can be published`
    run.report('wrong-serial', {}, detail, repaired)
  } else {
    const detail = `the clock says ${clock}, the journal ends at ${newest}: entries are lost`
    run.report('wrong-serial', {}, detail)
  }
}

async function moveClock({ db }: FsckRun): Promise<boolean> {
  await withTransaction(
    db,
    (tx) => tx.$executeRaw`
      UPDATE index_clock SET serial = greatest(serial, (SELECT max(serial) FROM journal))`,
  )
  return true
}
