import type { declineProjectInvitation as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notAuthenticated } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { lockUser } from '../accounts/accounts.queries.ts'
import { actorOf } from '../events/record-event.ts'
import {
  invitationOver,
  lockOwnInvitation,
  presentOwnInvitation,
  refuseNarrowToken,
  stateOf,
} from './role-invitation.ts'
import { tellPeople } from './tell-people.ts'

/** The invited person does not want the role. The owners hear of it; the journal says nothing. */
export const declineProjectInvitation: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  refuseNarrowToken(caller)
  const at = deps.clock.now()
  const invitation = await withTransaction(deps.db, async (tx) => {
    const user = await lockUser(tx, caller.user.id)
    if (user === undefined) throw notAuthenticated()
    const found = await lockOwnInvitation(tx, params.id, user.id)
    const state = stateOf(found, at)
    if (state === 'declined') return found
    if (state !== 'open') throw invitationOver(state)
    const data = { declinedAt: at }
    await tx.roleInvitation.update({ where: { id: found.id }, data })
    await tellPeople(tx, deps, {
      kind: 'role-invitation-declined',
      project: { ...found.project, id: found.projectId },
      person: user,
      role: found.role,
      actor: actorOf(caller),
      at,
      origin,
    })
    return { ...found, ...data }
  })
  void deps.outbox.flush()
  return presentOwnInvitation(invitation, caller, { config: deps.config, now: at })
}
