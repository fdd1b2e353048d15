import type { Db, Tx } from '../../infra/db/database.ts'
import { foldUsername } from './accounts.queries.ts'

/** Whether somebody has a username, or had it: one that is gone is never given again. */
export async function isUsernameTaken(db: Db | Tx, username: string): Promise<boolean> {
  const where = { usernameFolded: foldUsername(username) }
  const user = await db.user.findUnique({ where, select: { id: true } })
  return user !== null || (await db.retiredUsername.findUnique({ where })) !== null
}
