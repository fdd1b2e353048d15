import type { getAccountDeletion as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { findSoleDeletions } from '../deletions/deletions.queries.ts'
import { findSoleOwnerships } from './find-sole-ownerships.ts'

export const getAccountDeletion: UseCase<typeof endpoint> = async (_input, { deps, caller }) => ({
  soleOwnerOf: await findSoleOwnerships(deps.db, caller.user.id),
  endsProjects: (await findSoleDeletions(deps.db, caller.user.id)).map(({ name }) => name),
})
