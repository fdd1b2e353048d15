import { ProblemError, type acceptProjectInvitation as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notAuthenticated } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { lockUser } from '../accounts/accounts.queries.ts'
import { actorOf } from '../events/record-event.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { refuseUnverified } from '../two-factor/refuse-unverified.ts'
import {
  invitationOver,
  lockOwnInvitation,
  presentOwnInvitation,
  refuseNarrowToken,
  stateOf,
} from './role-invitation.ts'
import { tellPeople } from './tell-people.ts'

/** The invited person takes the role. Accepting again is no mistake while they have it. */
export const acceptProjectInvitation: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  refuseNarrowToken(caller)
  refuseUnverified(caller)
  const at = deps.clock.now()
  const { invitation, serial } = await withTransaction(deps.db, async (tx) => {
    const user = await lockUser(tx, caller.user.id)
    if (user === undefined) throw notAuthenticated()
    const found = await lockOwnInvitation(tx, params.id, user.id)
    const { projectId, role } = found
    const current = await tx.role.findUnique({
      where: { projectId_principalId: { projectId, principalId: user.id } },
    })
    const state = stateOf(found, at)
    if (state === 'accepted' && current !== null) return { invitation: found, serial: undefined }
    if (state !== 'open') throw invitationOver(state)
    if (current !== null) {
      const detail = `You are ${current.role} of ${found.project.name} already`
      throw new ProblemError('already_member', detail)
    }
    const data = { acceptedAt: at }
    await tx.roleInvitation.update({ where: { id: found.id }, data })
    await tx.role.create({ data: { projectId, principalId: user.id, role, createdAt: at } })
    const change = await tellPeople(tx, deps, {
      kind: 'role-invitation-accepted',
      project: { ...found.project, id: projectId },
      person: user,
      role,
      actor: actorOf(caller),
      at,
      origin,
    })
    return { invitation: { ...found, ...data }, serial: await advanceIndex(tx, [change!]) }
  })
  if (serial !== undefined) {
    await deps.pages.announce(invitation.project.normalizedName, serial)
    void deps.outbox.flush()
  }
  return presentOwnInvitation(invitation, caller, { config: deps.config, now: at })
}
