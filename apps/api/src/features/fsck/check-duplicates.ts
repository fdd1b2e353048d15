import { Prisma } from '@wheelhouse/database'
import type { FsckRun } from './fsck-run.ts'

/** Names that are unique by a constraint, which a damaged database index does not keep. */
const UNIQUE = [
  { what: 'project', column: 'normalized_name', table: 'projects' },
  { what: 'file', column: 'filename', table: 'files' },
  { what: 'storage path', column: 'storage_path', table: 'files' },
  { what: 'content', column: 'blake2b_256', table: 'files' },
] as const
const MOST_NAMED = 1_000

/** Rows that share a name. Somebody has to decide which of them is meant. */
export async function checkDuplicates(run: FsckRun): Promise<void> {
  for (const { what, column, table } of UNIQUE) {
    const [name, source] = [Prisma.raw(column), Prisma.raw(table)]
    const rows = await run.db.$queryRaw<{ name: string; count: bigint }[]>`
      SELECT ${name} AS name, count(*) AS count FROM ${source}
      GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT ${MOST_NAMED}`
    for (const row of rows) {
      const about = table === 'projects' ? { project: row.name } : { filename: row.name }
      run.report('duplicate-name', about, `${row.count} rows have this ${what}`)
    }
  }
}
