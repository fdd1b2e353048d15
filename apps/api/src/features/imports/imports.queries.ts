import type { Db } from '../../infra/db/database.ts'

export type KnownFile = { readonly sha256: string; readonly state: string }

/** Names in one statement: far below what PostgreSQL takes. */
const AT_ONCE = 1_000

/** Which of these files the index has or had, by name. */
export async function findKnownFiles(
  db: Db,
  filenames: readonly string[],
): Promise<ReadonlyMap<string, KnownFile>> {
  const known = new Map<string, KnownFile>()
  for (let from = 0; from < filenames.length; from += AT_ONCE) {
    const rows = await db.file.findMany({
      where: { filename: { in: filenames.slice(from, from + AT_ONCE) } },
      select: { filename: true, sha256: true, state: true },
    })
    for (const { filename, ...file } of rows) known.set(filename, file)
  }
  return known
}
