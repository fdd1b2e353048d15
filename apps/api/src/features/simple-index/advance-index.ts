import { CHANGE_CHANNEL } from '../../infra/db/embedded.ts'
import type { Tx } from '../../infra/db/database.ts'
import { SIMPLE_VIEW } from './rewrite-pages.ts'

export type Change = {
  project: { id: string; normalizedName: string }
  version?: string
  filename?: string
  action:
    | 'create project'
    | 'add release'
    | 'add file'
    | 'remove file'
    | 'yank release'
    | 'unyank release'
    /** By `fsck`: the page was not what its files give. */
    | 'rewrite page'
  /** Who did it, as a name. */
  actor: string
  at: Date
}

/**
 * Ends a transaction that changed the index: takes the next serial, under the lock of the clock's
 * row, writes the journal and stamps the project and its page. Must be its last statement: serials
 * then appear in commit order, and who polls the journal misses nothing. Returns the serial.
 */
export async function advanceIndex(tx: Tx, changes: readonly Change[]): Promise<bigint> {
  let serial = 0n
  for (const { project, version = null, filename = null, action, actor, at } of changes) {
    const [row] = await tx.$queryRaw<{ serial: bigint }[]>`
      WITH clock AS (
        UPDATE index_clock SET serial = serial + 1 RETURNING serial
      ), entry AS (
        INSERT INTO journal (serial, project_name, version, filename, action, actor, created_at)
        SELECT serial, ${project.normalizedName}, ${version}, ${filename}, ${action}, ${actor}, ${at}
        FROM clock
      ), stamped AS (
        UPDATE projects SET serial = clock.serial, updated_at = ${at} FROM clock
        WHERE id = ${project.id}::uuid
      ), page AS (
        UPDATE simple_pages SET serial = clock.serial FROM clock
        WHERE view = ${SIMPLE_VIEW} AND name = ${project.normalizedName}
      )
      SELECT serial, pg_notify(${CHANGE_CHANNEL}, serial::text)::text AS notified FROM clock`
    serial = row!.serial
  }
  return serial
}
