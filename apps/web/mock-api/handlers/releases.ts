import { getRelease, ProblemError, unyankRelease, yankRelease } from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import type { Context } from '../context.ts'
import type { ProjectRow, ReleaseRow } from '../db.ts'
import { findRelease, presentRelease, presentReleaseSummary } from '../present.ts'
import { requireProject, requireRole } from '../roles.ts'

type Place = { project: string; version: string }

export const releaseOperations: readonly Operation[] = [
  bind(getRelease, ({ params }, context) => {
    const project = requireProject(context, params.project)
    if (project.status === 'quarantined') {
      throw new ProblemError('not_found', 'There is no such release')
    }
    return presentRelease(project, requireRelease(project, params.version), context.origin)
  }),

  bind(yankRelease, ({ params, body }, context) => {
    const release = releaseToYank(context, params)
    release.yanked = true
    release.yankedReason = body.reason === '' ? null : body.reason
    return presentReleaseSummary(release)
  }),

  bind(unyankRelease, ({ params }, context) => {
    const release = releaseToYank(context, params)
    release.yanked = false
    release.yankedReason = null
    return presentReleaseSummary(release)
  }),
]

function releaseToYank(context: Context, place: Place): ReleaseRow {
  const project = requireRole(context, place.project, ['owner', 'maintainer'], 'yank')
  return requireRelease(project, place.version)
}

function requireRelease(project: ProjectRow, version: string): ReleaseRow {
  const release = findRelease(project, version)
  if (release === undefined) throw new ProblemError('not_found', 'There is no such release')
  return release
}
