import { ProblemError } from '@wheelhouse/shared-types'
import type { ProjectWithRoles } from '../projects/projects.queries.ts'

/**
 * Before an owner of a locked project goes or becomes a maintainer. An imported project may be without
 * people.
 * @throws ProblemError `sole_owner`
 */
export function refuseSoleOwner(project: ProjectWithRoles, principalId: string): void {
  const owners = project.roles.filter(({ role }) => role === 'owner')
  if (owners.some((owner) => owner.principalId !== principalId) || project.origin !== 'hosted') {
    return
  }
  if (owners.length === 0) return
  throw new ProblemError(
    'sole_owner',
    `${project.name} would have no owner; make somebody else an owner first, or delete it`,
  )
}
