import type { Tx } from '../../infra/db/database.ts'

/**
 * Writes the version and summary that a visitor sees first to the project, and what that release
 * requires: unyanked before yanked, finals before pre-releases, then PEP 440 order. Part of every
 * change to its releases. `upload` writes what an upload changes besides, in the same statement:
 * spelling and bytes more.
 */
export async function refreshLatest(
  tx: Tx,
  projectId: string,
  upload?: { name: string; addedSize: number },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE projects SET
      name = coalesce(${upload?.name ?? null}, name),
      total_size = total_size + ${BigInt(upload?.addedSize ?? 0)},
      latest_version = latest.version,
      summary = coalesce(latest.summary, ''),
      requires = coalesce(required_names(latest.metadata), '{}')
    FROM (SELECT 1) AS one LEFT JOIN LATERAL (
      SELECT version, summary, metadata FROM releases
      WHERE project_id = ${projectId}::uuid AND state = 'published'
      ORDER BY (yanked_at IS NOT NULL), is_prerelease, sort_key DESC
      LIMIT 1
    ) AS latest ON true
    WHERE projects.id = ${projectId}::uuid`
}
