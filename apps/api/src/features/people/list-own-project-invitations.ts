import type { listOwnProjectInvitations as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { OPEN, presentOwnInvitation, refuseNarrowToken, withProject } from './role-invitation.ts'

const MOST = 200

/** The invitations that the person can answer now. */
export const listOwnProjectInvitations: UseCase<typeof endpoint> = async (
  _input,
  { deps, caller },
) => {
  refuseNarrowToken(caller)
  const now = deps.clock.now()
  const found = await deps.db.roleInvitation.findMany({
    where: {
      userId: caller.user.id,
      ...OPEN,
      expiresAt: { gt: now },
      project: { deletionId: null },
    },
    include: withProject,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST,
  })
  const { config } = deps
  return { items: found.map((one) => presentOwnInvitation(one, caller, { config, now })) }
}
