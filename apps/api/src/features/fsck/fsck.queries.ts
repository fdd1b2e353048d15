import { Prisma, type Origin } from '@wheelhouse/database'
import type { Db, Tx } from '../../infra/db/database.ts'
import { SIMPLE_VIEW } from '../simple-index/rewrite-pages.ts'

/** A project with what its columns should say, all of one moment. */
export type CheckedProject = {
  readonly id: string
  readonly name: string
  readonly normalizedName: string
  readonly foldedName: string
  readonly origin: Origin
  /** Its deletion can be undone: it has no page meanwhile. */
  readonly isDeleted: boolean
  readonly hasOwner: boolean
  readonly totalSize: bigint
  readonly realSize: bigint
  readonly latestVersion: string | null
  readonly realVersion: string | null
  readonly summary: string
  readonly realSummary: string
  readonly serial: bigint
  readonly clock: bigint | null
  /** Serial of its newest journal entry. */
  readonly journalSerial: bigint | null
  readonly pageSerial: bigint | null
}

const PROJECTS_AT_ONCE = 200

/** Projects in runs, by name; only those of `names` where given. */
export async function* readProjects(
  db: Db,
  names: readonly string[] | undefined,
): AsyncGenerator<CheckedProject[]> {
  let after = ''
  for (;;) {
    const where =
      names === undefined
        ? Prisma.sql`p.normalized_name > ${after}`
        : Prisma.sql`p.normalized_name > ${after} AND p.normalized_name = ANY(${names})`
    const projects = await selectProjects(
      db,
      Prisma.sql`${where} ORDER BY p.normalized_name LIMIT ${PROJECTS_AT_ONCE}`,
    )
    if (projects.length === 0) return
    yield projects
    after = projects.at(-1)!.normalizedName
  }
}

/** Locks a project's row until the transaction ends, and reads it; undefined when it is gone. */
export async function lockForRepair(tx: Tx, id: string): Promise<CheckedProject | undefined> {
  await tx.$queryRaw`SELECT 1 FROM projects WHERE id = ${id}::uuid FOR UPDATE`
  const [project] = await selectProjects(tx, Prisma.sql`p.id = ${id}::uuid`)
  return project
}

function selectProjects(db: Db | Tx, where: Prisma.Sql): Promise<CheckedProject[]> {
  return db.$queryRaw<CheckedProject[]>`
    SELECT p.id, p.name, p.normalized_name AS "normalizedName", p.folded_name AS "foldedName",
      p.origin::text AS origin, p.visibility = 'deleted' AS "isDeleted", p.serial, p.total_size AS "totalSize", p.summary,
      p.latest_version AS "latestVersion",
      coalesce((
        SELECT sum(size) FROM files WHERE project_id = p.id AND state <> 'deleted'
      ), 0)::bigint AS "realSize",
      EXISTS (SELECT 1 FROM roles WHERE project_id = p.id AND role = 'owner') AS "hasOwner",
      latest.version AS "realVersion", coalesce(latest.summary, '') AS "realSummary",
      (SELECT serial FROM index_clock) AS clock,
      (SELECT max(serial) FROM journal WHERE project_name = p.normalized_name) AS "journalSerial",
      (
        SELECT serial FROM simple_pages WHERE view = ${SIMPLE_VIEW} AND name = p.normalized_name
      ) AS "pageSerial"
    FROM projects AS p LEFT JOIN LATERAL (
      SELECT version, summary FROM releases
      WHERE project_id = p.id AND state = 'published'
      ORDER BY (yanked_at IS NOT NULL), is_prerelease, sort_key DESC LIMIT 1
    ) AS latest ON true
    WHERE ${where}`
}
