import {
  PROJECT_INVITATION_DAYS,
  ProblemError,
  type inviteToProject as endpoint,
} from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf } from '../events/record-event.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged, lockProject } from '../projects/projects.queries.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { refuseUnverified } from '../two-factor/refuse-unverified.ts'
import { findInvitee } from './find-invitee.ts'
import { lockSomeone } from './people.queries.ts'
import { OPEN, presentInvitation, withUsername } from './role-invitation.ts'
import { tellPeople } from './tell-people.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** An owner offers somebody a role. Nobody gets one without having taken it. */
export const inviteToProject: UseCase<typeof endpoint> = async ({ params, body }, context) => {
  const { deps, caller, origin } = context
  const { db, clock, limiter } = deps
  const found = await findManaged(db, params.project, caller)
  refuseUnlessAllowed(found, caller, 'manage-people', 'manage')
  refuseUnverified(caller)
  refuseWhenLimited(await limiter.hit('roleInvitationByUser', caller.user.id))
  const invitee = await findInvitee(db, body.user)
  refuseWhenLimited(await limiter.hit('roleInvitationToUser', invitee.id))
  const at = clock.now()
  const { invitation, name, serial } = await withTransaction(db, async (tx) => {
    const person = await lockSomeone(tx, invitee.username)
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'manage-people', 'manage')
    if (project.roles.some(({ principalId }) => principalId === person.id)) {
      const detail = `${person.username} has a role in ${project.name} already`
      throw new ProblemError('already_member', detail)
    }
    await makeRoom(tx, { projectId: project.id, userId: person.id }, at)
    const actor = actorOf(caller)
    const created = await tx.roleInvitation.create({
      data: {
        projectId: project.id,
        userId: person.id,
        role: body.role,
        invitedBy: actor.name,
        createdAt: at,
        expiresAt: new Date(at.getTime() + PROJECT_INVITATION_DAYS * DAY_MS),
      },
      include: withUsername,
    })
    const change = await tellPeople(tx, deps, {
      kind: 'role-invited',
      project,
      person,
      role: body.role,
      actor,
      at,
      origin,
      invitationId: created.id,
    })
    return {
      invitation: created,
      name: project.normalizedName,
      serial: await advanceIndex(tx, [change!]),
    }
  })
  await deps.pages.announce(name, serial)
  void deps.outbox.flush()
  return presentInvitation(invitation, at)
}

/**
 * Closes an invitation that expired: one of a person and a project is open at the most.
 * @throws ProblemError `already_invited` while there is one that can be accepted.
 */
async function makeRoom(
  tx: Tx,
  of: { projectId: string; userId: string },
  at: Date,
): Promise<void> {
  const open = await tx.roleInvitation.findFirst({ where: { ...of, ...OPEN } })
  if (open === null) return
  if (open.expiresAt > at) {
    const detail = 'There is an open invitation; take it back to offer another role'
    throw new ProblemError('already_invited', detail)
  }
  await tx.roleInvitation.update({ where: { id: open.id }, data: { revokedAt: at } })
}
