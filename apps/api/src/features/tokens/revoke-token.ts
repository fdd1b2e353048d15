import type { revokeToken as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'

/** Revokes one of the caller's own tokens; its name is free again. */
export const revokeToken: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  await withTransaction(deps.db, async (tx) => {
    const at = deps.clock.now()
    const { count } = await tx.apiToken.updateMany({
      where: { id: params.id, userId: caller.user.id, revokedAt: null },
      data: { revokedAt: at, liveName: null },
    })
    if (count === 0) throw notFound('This token')
    await recordEvent(tx, {
      kind: 'token-revoked',
      actor: actorOf(caller),
      at,
      userId: caller.user.id,
      details: { tokenId: params.id },
      from: { origin, secrets: deps.secrets },
    })
  })
}
