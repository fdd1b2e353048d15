import type { Db, Tx } from '../../infra/db/database.ts'
import type { EventKind } from '../events/record-event.ts'
import { findUserById, type UserWithEmail } from './accounts.queries.ts'
import { linkInvalid, type MailLink } from './mail-link.ts'

/**
 * The user whose password a link sets. A reset link is dead once it was used, and once its owner
 * signed in, changed the password or the primary address after it was mailed.
 * @throws ProblemError `link_invalid`.
 */
export async function findReset(db: Db | Tx, link: MailLink): Promise<UserWithEmail> {
  const user = await findUserById(db, link.subject)
  if (user === undefined || user.status !== 'active') throw linkInvalid()
  // The link's time is in whole seconds: what happened within its second was before it.
  const mailed = new Date(link.issuedAt.getTime() + 1000)
  if (user.passwordChangedAt >= mailed) throw linkInvalid()
  const [used, ended] = await Promise.all([
    db.usedLink.findUnique({ where: { id: link.id } }),
    db.event.findFirst({
      where: {
        userId: user.id,
        kind: { in: ['signed-in', 'email-primary-changed'] satisfies EventKind[] },
        createdAt: { gte: mailed },
      },
      select: { id: true },
    }),
  ])
  if (used !== null || ended !== null) throw linkInvalid()
  return user
}
