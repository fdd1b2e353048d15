import { CHANGE_CHANNEL } from '../../infra/db/embedded.ts'
import type { Tx } from '../../infra/db/database.ts'
import { SIMPLE_VIEW } from './rewrite-pages.ts'

type RoleName = 'Owner' | 'Maintainer'
/** What the journal says of people. No page shows it, but mirrors of the journal follow it. */
export type PeopleAction =
  | `${'add' | 'remove' | 'invite' | 'revoke_invite' | 'accepted'} ${RoleName} ${string}`
  | `change ${RoleName} ${string} to ${RoleName}`

export type Change = {
  project: { id: string; normalizedName: string }
  version?: string
  filename?: string
  action:
    | 'create project'
    | 'add release'
    | 'add file'
    | 'remove file'
    | 'remove release'
    | 'remove project'
    | 'yank release'
    | 'unyank release'
    | 'change visibility'
    | 'transfer project'
    | 'change status'
    | 'change description'
    | 'quarantine project'
    | 'release project'
    /** By `fsck`: the page was not what its files give. */
    | 'rewrite page'
    | PeopleAction
  /** Who did it, as a name. */
  actor: string
  at: Date
}

const isAboutPeople = (action: Change['action']): boolean => / (?:Owner|Maintainer) /.test(action)

/**
 * Ends a transaction that changed the index: takes the next serials, under the lock of the clock's
 * row, writes the journal and stamps the projects and their pages. Must be its last statement: serials
 * then appear in commit order, and who polls the journal misses nothing. Returns the newest serial.
 */
export async function advanceIndex(tx: Tx, changes: readonly Change[]): Promise<bigint> {
  const rows = changes.map(({ project, version, filename, action, actor, at }) => ({
    project_id: project.id,
    project_name: project.normalizedName,
    version,
    filename,
    action,
    actor,
    created_at: at,
    shows: !isAboutPeople(action),
  }))
  const [row] = await tx.$queryRaw<[{ serial: bigint }]>`
    WITH clock AS (
      UPDATE index_clock SET serial = serial + ${rows.length} RETURNING serial
    ), change AS (
      SELECT clock.serial - ${rows.length} + given.ordinality AS serial, given.*
      FROM clock, ROWS FROM (json_to_recordset(${JSON.stringify(rows)}::json) AS (
        project_id uuid, project_name text, version text, filename text, action text, actor text,
        created_at timestamptz, shows boolean
      )) WITH ORDINALITY AS given
    ), entry AS (
      INSERT INTO journal (serial, project_name, version, filename, action, actor, created_at)
      SELECT serial, project_name, version, filename, action, actor, created_at FROM change
    ), newest AS (
      SELECT DISTINCT ON (project_id) project_id, project_name, serial, created_at,
        bool_or(shows) OVER (PARTITION BY project_id) AS shows FROM change
      ORDER BY project_id, change.serial DESC
    ), stamped AS (
      UPDATE projects SET serial = newest.serial,
        updated_at = CASE WHEN newest.shows THEN newest.created_at ELSE projects.updated_at END
      FROM newest
      WHERE projects.id = newest.project_id
    ), page AS (
      UPDATE simple_pages SET serial = newest.serial FROM newest
      WHERE view = ${SIMPLE_VIEW} AND name = newest.project_name
    )
    SELECT serial, pg_notify(${CHANGE_CHANNEL}, serial::text)::text AS notified FROM clock`
  return row.serial
}
