import { describeDevice, type endSession as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { livingSessions } from './sessions.queries.ts'

/** Ends one of the caller's own sessions, wherever it is. */
export const endSession: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  await withTransaction(deps.db, async (tx) => {
    const at = deps.clock.now()
    const where = { ...livingSessions(caller.user.id, at), id: params.id }
    const session = await tx.session.findFirst({ where })
    const { count } = await tx.session.deleteMany({ where })
    if (session === null || count === 0) throw notFound('This session')
    const { browser, system } = describeDevice(session.userAgent)
    await recordEvent(tx, {
      kind: 'session-ended',
      actor: actorOf(caller),
      at,
      userId: caller.user.id,
      details: { browser, system },
      from: { origin, secrets: deps.secrets },
    })
  })
  if (params.id === caller.sessionId) context.setSession(null)
}
