import type { listProjectInvitations as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged } from '../projects/projects.queries.ts'
import { presentInvitation, stateOf, withUsername } from './role-invitation.ts'

const SHOWN_MS = 30 * 24 * 60 * 60 * 1000
/** Of ended ones; what is open is bounded by the limits of inviting. */
const MOST = 200

/** Invitations that wait, and for 30 days those that came to nothing: an owner may want to ask again. */
export const listProjectInvitations: UseCase<typeof endpoint> = async (
  { params },
  { deps, caller },
) => {
  const project = await findManaged(deps.db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'see-people', 'manage')
  const now = deps.clock.now()
  const found = await deps.db.roleInvitation.findMany({
    where: {
      projectId: project.id,
      acceptedAt: null,
      expiresAt: { gt: new Date(now.getTime() - SHOWN_MS) },
    },
    include: withUsername,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST,
  })
  // Of each person the newest is what counts.
  const newest = found.filter(
    ({ userId }, index) => found.findIndex((other) => other.userId === userId) === index,
  )
  const members = new Set(project.roles.map(({ principalId }) => principalId))
  return {
    items: newest
      .filter(
        (invitation) => stateOf(invitation, now) !== 'revoked' && !members.has(invitation.userId),
      )
      .map((invitation) => presentInvitation(invitation, now)),
  }
}
