import type { Db } from '../../infra/db/database.ts'
import type { Installer } from './name-installer.ts'

export type Counted = {
  readonly fileId: string
  /** `2026-11-24`, in UTC. */
  readonly day: string
  readonly installer: Installer
  count: number
}

const KEPT_DAYS = 90
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Adds what was counted to the rows of files and projects, in one statement. Files that are gone are
 * left out. Rows in the order of their keys: two processes wait for each other, never both ways.
 */
export async function addDownloads(db: Db, counted: readonly Counted[]): Promise<void> {
  const rows = counted.map(({ fileId, day, installer, count }) => ({
    file_id: fileId,
    day,
    installer,
    count,
  }))
  await db.$executeRaw`
    WITH counted AS (
      SELECT files.project_id, given.*
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS given (
        file_id uuid, day date, installer text, count bigint
      ) JOIN files ON files.id = given.file_id
    ), of_files AS (
      INSERT INTO file_downloads (file_id, day, count)
      SELECT file_id, day, sum(count) FROM counted GROUP BY file_id, day ORDER BY file_id, day
      ON CONFLICT (file_id, day) DO UPDATE SET count = file_downloads.count + excluded.count
    )
    INSERT INTO project_downloads (project_id, day, installer, count)
    SELECT project_id, day, installer, sum(count) FROM counted
    GROUP BY project_id, day, installer ORDER BY project_id, day, installer
    ON CONFLICT (project_id, day, installer)
      DO UPDATE SET count = project_downloads.count + excluded.count`
}

/** Removes the rows of files that are older than 90 days. */
export async function removeOldDownloads(db: Db, now: Date): Promise<void> {
  await db.fileDownloads.deleteMany({
    where: { day: { lt: new Date(now.getTime() - KEPT_DAYS * DAY_MS) } },
  })
}

export type DayCount = { day: string; count: bigint }
export type VersionCount = { version: string; count: bigint }
export type InstallerCount = { installer: string; count: bigint }

/** Downloads from a project since a day (included), by day; days without any are left out. */
export function sumByDay(db: Db, projectId: string, since: string): Promise<DayCount[]> {
  return db.$queryRaw<DayCount[]>`
    SELECT day::text AS day, sum(count)::bigint AS count FROM project_downloads
    WHERE project_id = ${projectId}::uuid AND day >= ${since}::date GROUP BY day ORDER BY day`
}

export function sumByInstaller(
  db: Db,
  projectId: string,
  since: string,
): Promise<InstallerCount[]> {
  return db.$queryRaw<InstallerCount[]>`
    SELECT installer, sum(count)::bigint AS count FROM project_downloads
    WHERE project_id = ${projectId}::uuid AND day >= ${since}::date
    GROUP BY installer ORDER BY 2 DESC, installer`
}

/** The most downloaded versions first, files that are deleted by now included. */
export function sumByVersion(
  db: Db,
  projectId: string,
  since: string,
  most: number,
): Promise<VersionCount[]> {
  return db.$queryRaw<VersionCount[]>`
    SELECT release.version, sum(downloads.count)::bigint AS count
    FROM files AS file
    JOIN file_downloads AS downloads ON downloads.file_id = file.id AND downloads.day >= ${since}::date
    JOIN releases AS release ON release.id = file.release_id
    WHERE file.project_id = ${projectId}::uuid
    GROUP BY release.id ORDER BY 2 DESC, release.sort_key DESC LIMIT ${most}`
}
