import type { Db } from '../../infra/db/database.ts'
import type { KnownFile } from './file-cache.ts'

type Row = Omit<KnownFile, 'size'> & { size: bigint }

/**
 * The file at a path of the storage; undefined for a deleted or staged one, and in a quarantined or
 * deleted project. One statement: file and serial must be of one snapshot, or an old row would pass for new.
 */
export async function loadFile(db: Db, storagePath: string): Promise<KnownFile | undefined> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT file.id, file.sha256, file.metadata_sha256 AS "metadataSha256", file.size,
      project.id AS "projectId", project.normalized_name AS "projectName", project.serial,
      project.visibility = 'public' AS "isPublic"
    FROM files AS file JOIN projects AS project ON project.id = file.project_id
    WHERE file.storage_path = ${storagePath}
      AND file.state = 'published' AND project.status <> 'quarantined'
      AND project.visibility <> 'deleted'`
  return row === undefined ? undefined : { ...row, size: Number(row.size) }
}
