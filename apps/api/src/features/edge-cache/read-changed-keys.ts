import type { Db } from '../../infra/db/database.ts'
import { ALL_PROJECTS, filesKey, projectKey } from '../../http/surrogate-keys.ts'
import type { Change } from '../simple-index/advance-index.ts'

const MOST_ENTRIES = 500
/** After these, files that were public are not any more. */
const WITHDRAWING: readonly Change['action'][] = [
  'remove file',
  'remove release',
  'remove project',
  'change visibility',
  'quarantine project',
]

type Entry = { serial: bigint; name: string; action: Change['action']; isPrivate: boolean }

export type ChangedKeys = { readonly serial: bigint; readonly keys: ReadonlySet<string> }

/**
 * The keys of what changed after `serial`, each once, as far as the journal is read at once; undefined
 * when nothing did. A private project is named only when it became so: its pages are in no cache, and
 * its name is nobody's.
 */
export async function readChangedKeys(db: Db, serial: bigint): Promise<ChangedKeys | undefined> {
  const entries = await db.$queryRaw<Entry[]>`
    SELECT journal.serial, journal.project_name AS name, journal.action,
      journal.hidden
        OR coalesce(deletions.visibility, projects.visibility, 'public') <> 'public' AS "isPrivate"
    FROM journal
    LEFT JOIN projects ON projects.normalized_name = journal.project_name
    LEFT JOIN deletions ON deletions.id = projects.deletion_id
    WHERE journal.serial > ${serial} ORDER BY journal.serial LIMIT ${MOST_ENTRIES}`
  const newest = entries.at(-1)
  if (newest === undefined) return undefined
  const keys = new Set<string>()
  for (const { name, action, isPrivate } of entries) {
    if (isPrivate && action !== 'change visibility') continue
    keys.add(projectKey(name))
    keys.add(ALL_PROJECTS)
    if (WITHDRAWING.includes(action)) keys.add(filesKey(name))
  }
  return { serial: newest.serial, keys }
}
