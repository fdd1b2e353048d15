import type { getOwnProjectInvitation as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { findOwnInvitation, presentOwnInvitation, refuseNarrowToken } from './role-invitation.ts'

/** What the page behind a mailed link shows. The link holds no secret: it is for the invited person. */
export const getOwnProjectInvitation: UseCase<typeof endpoint> = async (
  { params },
  { deps, caller },
) => {
  refuseNarrowToken(caller)
  const invitation = await findOwnInvitation(deps.db, params.id, caller.user.id)
  return presentOwnInvitation(invitation, caller, { config: deps.config, now: deps.clock.now() })
}
