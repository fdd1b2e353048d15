import type { DistributionKind } from '@wheelhouse/database'
import type { Db } from '../../infra/db/database.ts'

export type JsonProject = {
  readonly id: string
  readonly name: string
  readonly normalizedName: string
  readonly serial: bigint
  readonly isPublic: boolean
  readonly isQuarantined: boolean
  /** Owners first, then by name. */
  readonly roles: readonly { readonly role: 'owner' | 'maintainer'; readonly user: string }[]
}

/** What decides whether an answer is still right, in one look by the normalized name. */
export async function findJsonProject(db: Db, name: string): Promise<JsonProject | undefined> {
  const [project] = await db.$queryRaw<JsonProject[]>`
    SELECT id, name, normalized_name AS "normalizedName", serial,
      visibility = 'public' AS "isPublic", status = 'quarantined' AS "isQuarantined",
      coalesce((
        SELECT json_agg(json_build_object('role', role, 'user', username) ORDER BY role, username)
        FROM roles JOIN users ON users.id = roles.principal_id
        WHERE roles.project_id = projects.id
      ), '[]'::json) AS roles
    FROM projects WHERE normalized_name = ${name} AND visibility <> 'deleted'`
  return project
}

export type JsonRelease = {
  readonly id: string
  readonly version: string
  readonly sortKey: string
  readonly isPrerelease: boolean
  readonly yankedAt: Date | null
  readonly yankedReason: string | null
}

/** Published releases, or the one with `canonicalVersion`. */
export function listJsonReleases(
  db: Db,
  projectId: string,
  canonicalVersion: string | undefined,
): Promise<JsonRelease[]> {
  return db.release.findMany({
    where: {
      projectId,
      state: 'published',
      ...(canonicalVersion === undefined ? {} : { canonicalVersion }),
    },
    select: {
      id: true,
      version: true,
      sortKey: true,
      isPrerelease: true,
      yankedAt: true,
      yankedReason: true,
    },
  })
}

const FILES_AT_ONCE = 500

export type JsonFileRow = {
  readonly releaseId: string
  readonly filename: string
  readonly sortKey: string
  readonly kind: DistributionKind
  readonly size: bigint
  readonly sha256: string
  readonly blake2b256: string
  readonly md5: string
  readonly storagePath: string
  readonly pythonTag: string
  readonly requiresPython: string | null
  readonly metadataSha256: string | null
  readonly uploadedAt: Date
}

/**
 * Published files in runs, so that a project with thousands holds nobody up. `from` and `before` are
 * bounds of the sort key.
 */
export async function* readJsonFiles(
  db: Db,
  projectId: string,
  { from, before }: { from: string; before?: string },
): AsyncGenerator<JsonFileRow[]> {
  let after: string | undefined
  for (;;) {
    const files: JsonFileRow[] = await db.file.findMany({
      where: {
        projectId,
        state: 'published',
        sortKey: {
          ...(after === undefined ? { gte: from } : { gt: after }),
          ...(before === undefined ? {} : { lt: before }),
        },
      },
      select: {
        releaseId: true,
        filename: true,
        sortKey: true,
        kind: true,
        size: true,
        sha256: true,
        blake2b256: true,
        md5: true,
        storagePath: true,
        pythonTag: true,
        requiresPython: true,
        metadataSha256: true,
        uploadedAt: true,
      },
      orderBy: { sortKey: 'asc' },
      take: FILES_AT_ONCE,
    })
    if (files.length > 0) yield files
    if (files.length < FILES_AT_ONCE) return
    after = files.at(-1)!.sortKey
  }
}
