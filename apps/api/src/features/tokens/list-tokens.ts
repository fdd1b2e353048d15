import type { listTokens as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { presentToken, withGrants } from './tokens.present.ts'

const SHOWN_MS = 90 * 24 * 60 * 60 * 1000

/** The tokens that are not revoked, expired ones included; and those that leaked lately. */
export const listTokens: UseCase<typeof endpoint> = async (_input, { deps, caller }) => {
  const tokens = await deps.db.apiToken.findMany({
    where: {
      userId: caller.user.id,
      OR: [
        { revokedAt: null },
        { leakedAt: { gt: new Date(deps.clock.now().getTime() - SHOWN_MS) } },
      ],
    },
    include: withGrants,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return { items: tokens.map(presentToken) }
}
