import { LATEST, type getRelease as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { findProject } from '../projects/projects.queries.ts'
import { releaseOf } from './releases.queries.ts'
import { presentRelease, withContent } from './present-release.ts'

export const getRelease: UseCase<typeof endpoint> = async ({ params }, { deps, caller }) => {
  const project = await findProject(deps.db, params.project, caller)
  const version = params.version === LATEST ? project.latestVersion : params.version
  if (version === null) throw notFound(`A release of ${project.name}`)
  const release = await deps.db.release.findFirst({
    where: releaseOf(project.id, version),
    include: withContent,
  })
  if (release === null || project.status === 'quarantined') {
    throw notFound(`The release ${version} of ${project.name}`)
  }
  return presentRelease(release, project, deps.config)
}
