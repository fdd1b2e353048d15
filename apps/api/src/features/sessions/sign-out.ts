import type { signOut as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'

/** Ends the session everywhere at once: its row is gone. */
export const signOut: UseCase<typeof endpoint> = async (_input, context) => {
  const { deps, caller, origin } = context
  await withTransaction(deps.db, async (tx) => {
    await tx.session.deleteMany({ where: { id: caller.sessionId } })
    await recordEvent(tx, {
      kind: 'signed-out',
      actor: actorOf(caller),
      at: deps.clock.now(),
      userId: caller.user.id,
      from: { origin, secrets: deps.secrets },
    })
  })
  context.setSession(null)
}
