import type { getDescription as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged } from '../projects/projects.queries.ts'
import { findDescribed, presentDescription } from './description.queries.ts'

export const getDescription: UseCase<typeof endpoint> = async ({ params }, { deps, caller }) => {
  const project = await findManaged(deps.db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'change-description', 'manage')
  return presentDescription(await findDescribed(deps.db, project.id, params.version))
}
