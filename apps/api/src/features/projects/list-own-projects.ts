import type { listOwnProjects as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { THERE } from './projects.queries.ts'

export const listOwnProjects: UseCase<typeof endpoint> = async (_input, { deps, caller }) => {
  const roles = await deps.db.role.findMany({
    where: { principalId: caller.user.id, project: THERE },
    include: {
      project: {
        include: { _count: { select: { releases: { where: { state: 'published' } } } } },
      },
    },
    orderBy: { project: { normalizedName: 'asc' } },
  })
  return {
    items: roles.map(({ role, project }) => ({
      name: project.name,
      normalizedName: project.normalizedName,
      summary: project.summary,
      latestVersion: project.latestVersion,
      updatedAt: project.updatedAt.toISOString(),
      role,
      status: project.status,
      releaseCount: project._count.releases,
    })),
  }
}
