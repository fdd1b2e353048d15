import type { endOtherSessions as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { sessionsEndedMail } from '../accounts/account-mails.ts'
import { findUserById } from '../accounts/accounts.queries.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { livingSessions } from './sessions.queries.ts'

/** Ends all of the caller's sessions but this one, and tells the owner by mail. */
export const endOtherSessions: UseCase<typeof endpoint> = async (_input, context) => {
  const { deps, caller, origin } = context
  const userId = caller.user.id
  const ended = await withTransaction(deps.db, async (tx) => {
    const at = deps.clock.now()
    const where = { ...livingSessions(userId, at), id: { not: caller.sessionId } }
    const { count } = await tx.session.deleteMany({ where })
    if (count === 0) return 0
    await recordEvent(tx, {
      kind: 'sessions-ended',
      actor: actorOf(caller),
      at,
      userId,
      details: { count },
      from: { origin, secrets: deps.secrets },
    })
    const user = await findUserById(tx, userId)
    const address = user?.emails[0]?.address
    if (address !== undefined) {
      await queueMail(tx, sessionsEndedMail(deps.config, { ...caller.user, address }, count))
    }
    return count
  })
  void deps.outbox.flush()
  return { ended }
}
