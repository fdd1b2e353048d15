import type { removePendingPublisher as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { describeIdentity } from '../identity-tokens/describe-identity.ts'
import { refuseUnlessOwn } from './pending.policy.ts'
import { identityOf } from './publishers.queries.ts'

/** Somebody takes a publisher for a new project away; a token that it has makes nothing any more. */
export const removePendingPublisher: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  const userId = caller.user.id
  await withTransaction(deps.db, async (tx) => {
    const row = await tx.pendingPublisher.findUnique({ where: { id: params.id } })
    refuseUnlessOwn(caller, row?.userId === userId ? row.normalizedName : undefined)
    const { count } = await tx.pendingPublisher.deleteMany({ where: { id: params.id, userId } })
    if (row === null || count === 0) throw notFound('This publisher')
    await recordEvent(tx, {
      kind: 'pending-publisher-removed',
      actor: actorOf(caller),
      at: deps.clock.now(),
      userId,
      details: { project: row.projectName, publisher: describeIdentity(identityOf(row)) },
      from: { origin, secrets: deps.secrets },
    })
  })
}
