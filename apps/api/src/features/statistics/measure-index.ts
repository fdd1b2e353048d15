import type { Db } from '../../infra/db/database.ts'

const LARGEST = 100

export type IndexSizes = {
  /** Of projects by name, in bytes; the largest ones, largest first. */
  readonly top_packages: Readonly<Record<string, { readonly size: number }>>
  /** Of all public files together, in bytes. */
  readonly total_packages_size: number
}

/** The sizes of what everybody may see, with the keys of PyPI's `/stats/`. */
export async function measureIndex(db: Db): Promise<IndexSizes> {
  const listed = { visibility: 'public', status: { not: 'quarantined' } } as const
  const [total, largest] = await Promise.all([
    db.project.aggregate({ where: listed, _sum: { totalSize: true } }),
    db.project.findMany({
      where: { ...listed, totalSize: { gt: 0 } },
      select: { name: true, totalSize: true },
      orderBy: [{ totalSize: 'desc' }, { normalizedName: 'asc' }],
      take: LARGEST,
    }),
  ])
  return {
    top_packages: Object.fromEntries(
      largest.map(({ name, totalSize }) => [name, { size: Number(totalSize) }]),
    ),
    total_packages_size: Number(total._sum.totalSize ?? 0n),
  }
}
