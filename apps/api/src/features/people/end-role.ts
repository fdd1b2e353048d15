import type { Context } from '../../http/bind.ts'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf } from '../events/record-event.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged, lockProject } from '../projects/projects.queries.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { findRole, lockSomeone } from './people.queries.ts'
import { refuseSoleOwner } from './refuse-sole-owner.ts'
import { tellPeople } from './tell-people.ts'

/**
 * Ends somebody's role: of another, for owners, or one's own. Every request of theirs asks for the
 * role anew, by whatever token it comes: nothing has to be revoked. Invitations that they made stay.
 * @throws ProblemError `not_found`, `forbidden`, or `sole_owner` for the last owner.
 */
export async function endRole(
  { deps, caller, origin }: Context<SessionCaller | TokenCaller>,
  projectName: string,
  username: string,
  act: 'leave' | 'manage-people',
): Promise<void> {
  const { name, serial } = await withTransaction(deps.db, async (tx) => {
    // A stranger locks nobody.
    const found = await findManaged(tx, projectName, caller)
    refuseUnlessAllowed(found, caller, act, 'manage')
    const person = await lockSomeone(tx, username)
    const project = await lockProject(tx, projectName, caller)
    refuseUnlessAllowed(project, caller, act, 'manage')
    const role = await findRole(tx, project, person)
    if (role.role === 'owner') refuseSoleOwner(project, person.id)
    await tx.role.delete({ where: { id: role.id } })
    const change = await tellPeople(tx, deps, {
      kind: person.id === caller.user.id ? 'role-left' : 'role-removed',
      project,
      person,
      role: role.role,
      actor: actorOf(caller),
      at: deps.clock.now(),
      origin,
    })
    return { name: project.normalizedName, serial: await advanceIndex(tx, [change!]) }
  })
  await deps.pages.announce(name, serial)
  void deps.outbox.flush()
}
