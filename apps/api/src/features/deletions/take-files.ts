import { Prisma } from '@wheelhouse/database'
import type { Tx } from '../../infra/db/database.ts'

/** Which files of a project: one, those of a release, or all. */
export type FileChoice = { readonly fileId: string } | { readonly releaseId: string } | 'all'

export function choiceOf(choice: FileChoice): Prisma.Sql {
  if (choice === 'all') return Prisma.sql`true`
  if ('fileId' in choice) return Prisma.sql`files.id = ${choice.fileId}::uuid`
  return Prisma.sql`files.release_id = ${choice.releaseId}::uuid`
}

export type MovedFile = { readonly filename: string; readonly sortKey: string }

/**
 * Takes published files of a locked project away for a deletion: their names are burnt, their bytes
 * not counted any more. Returns them in the order of the page.
 */
export function takeFiles(
  tx: Tx,
  projectId: string,
  deletionId: string,
  choice: FileChoice,
  at: Date,
): Promise<MovedFile[]> {
  return tx.$queryRaw<MovedFile[]>`
    WITH taken AS (
      UPDATE files SET state = 'deleted', deleted_at = ${at}, deletion_id = ${deletionId}::uuid
      WHERE project_id = ${projectId}::uuid AND state = 'published' AND ${choiceOf(choice)}
      RETURNING filename, sort_key, size
    ), burnt AS (
      INSERT INTO burnt_filenames (filename, project_id, burnt_at)
      SELECT filename, ${projectId}::uuid, ${at} FROM taken ON CONFLICT DO NOTHING
    ), counted AS (
      UPDATE projects SET total_size = total_size - (SELECT coalesce(sum(size), 0) FROM taken)
      WHERE id = ${projectId}::uuid
    )
    SELECT filename, sort_key AS "sortKey" FROM taken ORDER BY sort_key`
}

/** Gives back exactly the files that a deletion took, names and bytes with them. */
export function giveFilesBack(
  tx: Tx,
  projectId: string,
  deletionId: string,
): Promise<(MovedFile & { version: string })[]> {
  return tx.$queryRaw<(MovedFile & { version: string })[]>`
    WITH given AS (
      UPDATE files SET state = 'published', deleted_at = NULL, deletion_id = NULL
      WHERE project_id = ${projectId}::uuid AND deletion_id = ${deletionId}::uuid
      RETURNING filename, sort_key, size, release_id
    ), free AS (
      DELETE FROM burnt_filenames USING given WHERE burnt_filenames.filename = given.filename
    ), counted AS (
      UPDATE projects SET total_size = total_size + (SELECT coalesce(sum(size), 0) FROM given)
      WHERE id = ${projectId}::uuid
    )
    SELECT given.filename, given.sort_key AS "sortKey", releases.version
    FROM given JOIN releases ON releases.id = given.release_id ORDER BY given.sort_key`
}

/** Bytes of the files that a deletion took. */
export async function sizeOfTaken(tx: Tx, projectId: string, deletionId: string): Promise<bigint> {
  const { _sum } = await tx.file.aggregate({
    where: { projectId, deletionId },
    _sum: { size: true },
  })
  return _sum.size ?? 0n
}
