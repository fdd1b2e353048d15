import type { revokeProjectInvitation as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf } from '../events/record-event.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { lockProject } from '../projects/projects.queries.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { invitationOver, stateOf } from './role-invitation.ts'
import { tellPeople } from './tell-people.ts'

/** An owner takes an invitation back. One that is taken back stays so, without a word. */
export const revokeProjectInvitation: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  const { name, serial } = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'manage-people', 'manage')
    const invitation = await tx.roleInvitation.findFirst({
      where: { id: params.id, projectId: project.id },
      include: { user: { select: { id: true, username: true } } },
    })
    if (invitation === null) throw notFound('This invitation')
    const at = deps.clock.now()
    const state = stateOf(invitation, at)
    if (state === 'revoked') return { name: project.normalizedName, serial: undefined }
    if (state !== 'open') throw invitationOver(state)
    await tx.roleInvitation.update({ where: { id: invitation.id }, data: { revokedAt: at } })
    const change = await tellPeople(tx, deps, {
      kind: 'role-invitation-revoked',
      project,
      person: invitation.user,
      role: invitation.role,
      actor: actorOf(caller),
      at,
      origin,
    })
    return { name: project.normalizedName, serial: await advanceIndex(tx, [change!]) }
  })
  if (serial === undefined) return
  await deps.pages.announce(name, serial)
  void deps.outbox.flush()
}
