import type { listTokens as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { presentToken, withGrants } from './tokens.present.ts'

/** The tokens that are not revoked, expired ones included. */
export const listTokens: UseCase<typeof endpoint> = async (_input, { deps, caller }) => {
  const tokens = await deps.db.apiToken.findMany({
    where: { userId: caller.user.id, revokedAt: null },
    include: withGrants,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return { items: tokens.map(presentToken) }
}
