import type { Project } from '@wheelhouse/database'
import type { Db } from '../../infra/db/database.ts'

/**
 * What a deprecated project says to use in its place, and whether it is here for everybody: the name
 * of a private project is not told, so one counts as missing.
 */
export async function findReplacement(
  db: Db,
  { status, replacement }: Pick<Project, 'status' | 'replacement'>,
): Promise<{ name: string; exists: boolean } | null> {
  if (status !== 'deprecated' || replacement === null) return null
  const where = {
    normalizedName: replacement,
    visibility: 'public',
    status: { not: 'quarantined' },
    deletionId: null,
  } as const
  const found = await db.project.findFirst({ where, select: { id: true } })
  return { name: replacement, exists: found !== null }
}
