import type { revokeToken as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'

/**
 * Revokes one of the caller's own tokens; its name is free again. One that leaked is revoked already:
 * its owner has seen it, and it leaves the list.
 */
export const revokeToken: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  await withTransaction(deps.db, async (tx) => {
    const at = deps.clock.now()
    const own = { id: params.id, userId: caller.user.id }
    const { count: seen } = await tx.apiToken.updateMany({
      where: { ...own, revokedAt: { not: null }, leakedAt: { not: null } },
      data: { leakedAt: null, leakUrl: null },
    })
    if (seen > 0) return
    const { count } = await tx.apiToken.updateMany({
      where: { ...own, revokedAt: null },
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
