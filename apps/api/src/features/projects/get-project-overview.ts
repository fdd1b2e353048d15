import type { getProjectOverview as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { readOverview } from './overview.queries.ts'
import { refuseUnlessAllowed, roleOf } from './projects.policy.ts'
import { findManaged } from './projects.queries.ts'

/** What is missing in a project and how full it is. Figures about people are for owners. */
export const getProjectOverview: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller } = context
  const { config } = deps
  const project = await findManaged(deps.db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'read-overview', 'manage')
  const row = await readOverview(deps.db, project.id)
  const isOwner = roleOf(project, caller) === 'owner'
  return {
    latest: row.latest,
    owners: row.owners,
    withoutSecondFactor: isOwner ? row.withoutSecondFactor : null,
    endlessTokens: isOwner ? row.endlessTokens : null,
    size: Number(project.totalSize),
    maxSize: config.MAX_PROJECT_SIZE,
    maxFileSize: config.MAX_FILE_SIZE,
    releases: row.releases,
    files: row.files,
    refreshesDescriptions: config.REFRESH_DESCRIPTIONS,
  }
}
