import { canonicalVersion, normalizeName, parseVersion } from '@wheelhouse/shared-types/python'
import type { Db, Tx } from '../../infra/db/database.ts'

/** What the index has where a file is to go. */
export type Place = {
  readonly project: PlacedProject | undefined
  readonly release: PlacedRelease | undefined
  /** Files of the same name, or of the same content, whatever became of them. */
  readonly rivals: readonly Rival[]
  /** Whether a file of this name existed once and is gone. */
  readonly isBurnt: boolean
}

export type PlacedProject = {
  readonly id: string
  readonly name: string
  readonly normalizedName: string
  readonly isPublic: boolean
  readonly status: string
  /** Of a deleted project: until when its owners can undo that, and whether everybody saw it before. */
  readonly deletion: { readonly undoUntil: string; readonly wasPublic: boolean } | null
  /** Bytes of its files. */
  readonly totalSize: bigint
  readonly roles: readonly { principalId: string }[]
  /** Ids of its trusted publishers. */
  readonly publishers: readonly string[]
  readonly trustedPublishingOnly: boolean
}

export type PlacedRelease = {
  readonly id: string
  readonly version: string
  readonly sortKey: string
  readonly yankedAt: Date | null
  readonly publishedAt: Date
  readonly createdAt: Date
  /** Name of its published sdist. */
  readonly sdist: string | null
}

export type Rival = {
  readonly filename: string
  readonly sha256: string
  readonly blake2b256: string
  readonly state: string
  readonly visibility: string
}

type Row = {
  project: Omit<PlacedProject, 'totalSize' | 'roles' | 'publishers'> | null
  totalSize: bigint
  principals: string[]
  publishers: string[]
  release: Omit<PlacedRelease, 'yankedAt' | 'publishedAt' | 'createdAt'> | null
  yankedAt: Date | null
  publishedAt: Date
  createdAt: Date
  rivals: Rival[] | null
  isBurnt: boolean
}

/**
 * Reads in one question all that decides whether a file may go where it wants to; asked before the
 * slow work, and again under the project's lock.
 */
export async function findPlace(
  db: Db | Tx,
  wanted: {
    /** In any spelling; without it, or without a version that is one, none is looked for. */
    name?: string | undefined
    version?: string | undefined
    filename: string
    blake2b256: string
  },
): Promise<Place> {
  const { name = '', filename, blake2b256 } = wanted
  const version = parseVersion(wanted.version ?? '')
  const [row] = await db.$queryRaw<[Row]>`
    SELECT
      CASE WHEN project.id IS NOT NULL THEN json_build_object(
        'id', project.id, 'name', project.name, 'normalizedName', project.normalized_name,
        'status', project.status, 'isPublic', project.visibility = 'public',
        'trustedPublishingOnly', project.trusted_publishing_only, 'deletion', (
          SELECT json_build_object('undoUntil', undo_until, 'wasPublic', visibility = 'public')
          FROM deletions WHERE id = project.deletion_id
        )) END AS project,
      project.total_size AS "totalSize",
      ARRAY(SELECT principal_id::text FROM roles WHERE project_id = project.id) AS principals,
      ARRAY(
        SELECT publisher_id::text FROM project_publishers WHERE project_id = project.id
      ) AS publishers,
      CASE WHEN release.id IS NOT NULL THEN json_build_object(
        'id', release.id, 'version', release.version, 'sortKey', release.sort_key,
        'sdist', (
          SELECT filename FROM files
          WHERE release_id = release.id AND kind = 'sdist' AND state = 'published' LIMIT 1
        )) END AS release,
      release.yanked_at AS "yankedAt",
      release.published_at AS "publishedAt",
      release.created_at AS "createdAt",
      (SELECT json_agg(json_build_object(
          'filename', rival.filename, 'sha256', rival.sha256, 'blake2b256', rival.blake2b_256,
          'state', rival.state, 'visibility', owner.visibility))
        FROM files AS rival JOIN projects AS owner ON owner.id = rival.project_id
        WHERE rival.filename = ${filename} OR rival.blake2b_256 = ${blake2b256}) AS rivals,
      EXISTS (SELECT FROM burnt_filenames WHERE filename = ${filename}) AS "isBurnt"
    FROM (SELECT 1) AS one
    LEFT JOIN projects AS project ON project.normalized_name = ${normalizeName(name)}
    LEFT JOIN releases AS release
      ON release.project_id = project.id AND release.state <> 'deleted'
      AND release.canonical_version = ${version === undefined ? '' : canonicalVersion(version)}`
  const { project, totalSize, principals, publishers, release, rivals, isBurnt, ...dates } = row
  const roles = principals.map((principalId) => ({ principalId }))
  return {
    project: project === null ? undefined : { ...project, totalSize, roles, publishers },
    release: release === null ? undefined : { ...release, ...dates },
    rivals: rivals ?? [],
    isBurnt,
  }
}
