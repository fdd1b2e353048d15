import { normalizeName } from '@wheelhouse/shared-types/python'
import type { DeletionRow, MockDb, ProjectRow } from './db.ts'

export const UNDO_DAYS = 7

/** Whether it can still be undone. */
export const isUndoable = (db: MockDb, { undone, undoUntil }: DeletionRow): boolean =>
  !undone && Date.parse(undoUntil) > db.now().getTime()

/** The deletion of a project whose name is not free yet. */
export function findDeletedProject(
  db: MockDb,
  name: string,
): (DeletionRow & { wholeProject: ProjectRow }) | undefined {
  const wanted = normalizeName(name)
  return db.deletions.find(
    (row): row is DeletionRow & { wholeProject: ProjectRow } =>
      row.project === wanted && row.wholeProject !== undefined && isUndoable(db, row),
  )
}

/** Whether a file had this name and was deleted. */
export const isBurnt = (db: MockDb, filename: string): boolean =>
  db.deletions.some(
    ({ undone, files }) => !undone && files.some((file) => file.filename === filename),
  )
