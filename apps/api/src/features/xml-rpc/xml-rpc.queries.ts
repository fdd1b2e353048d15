import type { Db } from '../../infra/db/database.ts'
import { foldUsername } from '../accounts/accounts.queries.ts'

/** So few that reading them holds nobody up. */
export const ROWS_AT_ONCE = 1_000

export type JournalRow = {
  readonly serial: bigint
  readonly name: string
  readonly version: string | null
  readonly filename: string | null
  readonly action: string
  readonly createdAt: Date
}

/**
 * Changes after a serial, in order; of projects that are public, or were until they were deleted: a
 * mirror must hear of that. What was private to its end stays hidden.
 */
export function listChanges(db: Db, after: bigint): Promise<JournalRow[]> {
  return db.$queryRaw<JournalRow[]>`
    SELECT journal.serial, coalesce(projects.name, journal.project_name) AS name,
      version, filename, action, journal.created_at AS "createdAt"
    FROM journal
    LEFT JOIN projects ON projects.normalized_name = journal.project_name
    LEFT JOIN deletions ON deletions.id = projects.deletion_id
    WHERE journal.serial > ${after} AND NOT journal.hidden
      AND coalesce(deletions.visibility, projects.visibility, 'public') = 'public'
    ORDER BY journal.serial
    LIMIT ${ROWS_AT_ONCE}`
}

/** What the root of the index lists. */
export function listSerials(
  db: Db,
  after: string,
): Promise<{ name: string; normalizedName: string; serial: bigint }[]> {
  return db.project.findMany({
    where: {
      normalizedName: { gt: after },
      visibility: 'public',
      status: { not: 'quarantined' },
    },
    select: { name: true, normalizedName: true, serial: true },
    orderBy: { normalizedName: 'asc' },
    take: ROWS_AT_ONCE,
  })
}

type RoleRow = { role: 'owner' | 'maintainer'; name: string }

/** Who has a role in a public project: owners first, then by name. */
export function listPeople(db: Db, normalizedName: string): Promise<RoleRow[]> {
  return db.$queryRaw<RoleRow[]>`
    SELECT roles.role, users.username AS name
    FROM projects
    JOIN roles ON roles.project_id = projects.id
    JOIN users ON users.id = roles.principal_id
    WHERE projects.normalized_name = ${normalizedName} AND projects.visibility = 'public'
    ORDER BY roles.role, users.username`
}

/** Public projects in which somebody has a role: owned ones first, then by name. */
export function listProjectsOf(db: Db, username: string): Promise<RoleRow[]> {
  return db.$queryRaw<RoleRow[]>`
    SELECT roles.role, projects.name
    FROM users
    JOIN roles ON roles.principal_id = users.id
    JOIN projects ON projects.id = roles.project_id
    WHERE users.username_folded = ${foldUsername(username)}
      AND lower(users.username) = lower(${username}) AND projects.visibility = 'public'
    ORDER BY roles.role, projects.normalized_name`
}

/**
 * Releases of public projects that have every one of the classifiers, by name and PEP 440, as pairs of
 * name and version. The database writes them into one text: tens of thousands of rows would take the
 * event loop for half a second.
 */
export async function listClassified(
  db: Db,
  classifiers: readonly string[],
  most: number,
): Promise<[name: string, version: string][]> {
  const wanted = JSON.stringify(classifiers)
  const [row] = await db.$queryRaw<{ pairs: string }[]>`
    SELECT coalesce(json_agg(json_build_array(name, version)), '[]')::text AS pairs
    FROM (
      SELECT projects.name, releases.version
      FROM releases JOIN projects ON projects.id = releases.project_id
      WHERE releases.classifiers @> ${wanted}::jsonb AND releases.state = 'published'
        AND projects.visibility = 'public' AND projects.status <> 'quarantined'
      ORDER BY projects.normalized_name, releases.sort_key
      LIMIT ${most}
    ) AS found`
  return JSON.parse(row!.pairs) as [string, string][]
}
