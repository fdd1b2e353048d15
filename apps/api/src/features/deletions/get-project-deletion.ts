import type { getProjectDeletion as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged } from '../projects/projects.queries.ts'
import { weighDeletion } from './weigh-deletion.ts'

/** What would be lost with a project. */
export const getProjectDeletion: UseCase<typeof endpoint> = async (
  { params },
  { deps, caller },
) => {
  const { db, clock } = deps
  const project = await findManaged(db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'delete-project', 'manage')
  const { id: projectId } = project
  const now = clock.now()
  const isOpen = { acceptedAt: null, declinedAt: null, revokedAt: null, expiresAt: { gt: now } }
  const isLiving = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }
  return weighDeletion(deps, project, 'all', {
    kind: 'project',
    confirm: project.name,
    releases: await db.release.count({ where: { projectId, state: 'published' } }),
    isLast: false,
    latestVersion: null,
    invitations: await db.roleInvitation.count({ where: { projectId, ...isOpen } }),
    tokens: await db.apiToken.count({ where: { ...isLiving, grants: { some: { projectId } } } }),
    publishers: await db.projectPublisher.count({ where: { projectId } }),
  })
}
