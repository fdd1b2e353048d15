import type { Db } from '../../infra/db/database.ts'

export type AttestedFile = {
  readonly id: string
  readonly projectId: string
  readonly isPublic: boolean
}

/** A file with a provenance that everybody who sees its project may see; by normalized names. */
export async function findAttestedFile(
  db: Db,
  { name, version, filename }: { name: string; version: string; filename: string },
): Promise<AttestedFile | undefined> {
  const [file] = await db.$queryRaw<AttestedFile[]>`
    SELECT file.id, file.project_id AS "projectId", project.visibility = 'public' AS "isPublic"
    FROM files AS file
      JOIN provenances AS provenance ON provenance.file_id = file.id
      JOIN releases AS release ON release.id = file.release_id
      JOIN projects AS project ON project.id = file.project_id
    WHERE file.filename = ${filename} AND project.normalized_name = ${name}
      AND release.canonical_version = ${version}
      AND file.state = 'published' AND release.state = 'published'
      AND project.status <> 'quarantined' AND project.deletion_id IS NULL`
  return file
}

/** The provenance object of a file; undefined when it is gone since it was found. */
export async function readProvenance(db: Db, fileId: string): Promise<string | undefined> {
  const row = await db.provenance.findUnique({ where: { fileId }, select: { body: true } })
  return row === null ? undefined : JSON.stringify(row.body)
}
