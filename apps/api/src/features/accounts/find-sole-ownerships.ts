import type { Db, Tx } from '../../infra/db/database.ts'

/** The hosted projects that nobody else owns, by name. */
export async function findSoleOwnerships(
  db: Db | Tx,
  userId: string,
): Promise<{ name: string; normalizedName: string }[]> {
  return db.project.findMany({
    where: {
      origin: 'hosted',
      roles: { some: { principalId: userId, role: 'owner' } },
      NOT: { roles: { some: { principalId: { not: userId }, role: 'owner' } } },
    },
    select: { name: true, normalizedName: true },
    orderBy: { normalizedName: 'asc' },
  })
}
