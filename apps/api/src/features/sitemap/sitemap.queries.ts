import type { Db } from '../../infra/db/database.ts'

/** What search engines may know: public, not quarantined, with a release to show. */
const listed = {
  visibility: 'public',
  status: { not: 'quarantined' },
  latestVersion: { not: null },
} as const

export function countListedProjects(db: Db): Promise<number> {
  return db.project.count({ where: listed })
}

export type ListedProject = { readonly normalizedName: string; readonly updatedAt: Date }

/** So few that reading them holds nobody up. */
const ROWS_AT_ONCE = 1_000

/** `count` projects by name from the place `offset` on, in runs. */
export async function* readListedProjects(
  db: Db,
  offset: number,
  count: number,
): AsyncGenerator<ListedProject[]> {
  let read = 0
  let after = ''
  while (read < count) {
    const take = Math.min(ROWS_AT_ONCE, count - read)
    const projects: ListedProject[] = await db.project.findMany({
      where: { ...listed, normalizedName: { gt: after } },
      select: { normalizedName: true, updatedAt: true },
      orderBy: { normalizedName: 'asc' },
      take,
      ...(read === 0 ? { skip: offset } : {}),
    })
    if (projects.length > 0) yield projects
    if (projects.length < take) return
    read += projects.length
    after = projects.at(-1)!.normalizedName
  }
}
