import type { listPeople as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseUnlessAllowed, roleOf } from '../projects/projects.policy.ts'
import { findManaged } from '../projects/projects.queries.ts'
import { listRoles, presentPerson } from './people.queries.ts'

/** Who has a role in a project. Owners see who has a second factor: they answer for the project. */
export const listPeople: UseCase<typeof endpoint> = async ({ params }, { deps, caller }) => {
  const project = await findManaged(deps.db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'see-people', 'manage')
  const toOwner = roleOf(project, caller) === 'owner'
  const roles = await listRoles(deps.db, project.id)
  return {
    items: roles.map((role) => presentPerson(role, toOwner)),
    secondFactorRequired: deps.config.REQUIRE_TWO_FACTOR,
  }
}
