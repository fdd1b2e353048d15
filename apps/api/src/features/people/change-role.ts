import type { changeRole as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf } from '../events/record-event.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged, lockProject } from '../projects/projects.queries.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { findRole, lockSomeone, presentPerson } from './people.queries.ts'
import { refuseSoleOwner } from './refuse-sole-owner.ts'
import { tellPeople } from './tell-people.ts'

/** An owner makes somebody who has a role an owner or a maintainer. The same role again changes nothing. */
export const changeRole: UseCase<typeof endpoint> = async ({ params, body }, context) => {
  const { deps, caller, origin } = context
  const { person, name, serial } = await withTransaction(deps.db, async (tx) => {
    // A stranger locks nobody.
    const found = await findManaged(tx, params.project, caller)
    refuseUnlessAllowed(found, caller, 'manage-people', 'manage')
    const someone = await lockSomeone(tx, params.username)
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'manage-people', 'manage')
    const current = await findRole(tx, project, someone)
    const { role } = body
    const changed = presentPerson({ ...current, role }, true)
    if (current.role === role) {
      return { person: changed, name: project.normalizedName, serial: undefined }
    }
    if (role !== 'owner') refuseSoleOwner(project, someone.id)
    await tx.role.update({ where: { id: current.id }, data: { role } })
    const change = await tellPeople(tx, deps, {
      kind: 'role-changed',
      project,
      person: someone,
      role,
      was: current.role,
      actor: actorOf(caller),
      at: deps.clock.now(),
      origin,
    })
    const next = await advanceIndex(tx, [change!])
    return { person: changed, name: project.normalizedName, serial: next }
  })
  if (serial !== undefined) {
    await deps.pages.announce(name, serial)
    void deps.outbox.flush()
  }
  return person
}
