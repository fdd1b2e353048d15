import type { Db, Tx } from '../../infra/db/database.ts'
import { THERE } from '../projects/projects.queries.ts'
import { solelyOwnedBy } from './accounts.queries.ts'

/** The hosted projects that nobody else owns, by name; deleted ones go with their owner. */
export async function findSoleOwnerships(
  db: Db | Tx,
  userId: string,
): Promise<{ name: string; normalizedName: string }[]> {
  return db.project.findMany({
    where: { ...solelyOwnedBy(userId), ...THERE },
    select: { name: true, normalizedName: true },
    orderBy: { normalizedName: 'asc' },
  })
}
