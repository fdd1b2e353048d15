import {
  getRelease,
  LATEST,
  ProblemError,
  unyankRelease,
  unyankReleases,
  yankRelease,
  yankReleases,
  type ReleaseSummary,
} from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import type { Context } from '../context.ts'
import { mailPeople } from '../mails.ts'
import { latestRelease, presentRelease, presentReleaseSummary } from '../present.ts'
import { requireProject, requireRelease, requireRole } from '../roles.ts'

export const releaseOperations: readonly Operation[] = [
  bind(getRelease, ({ params }, context) => {
    const project = requireProject(context, params.project)
    if (project.status === 'quarantined') {
      throw new ProblemError('not_found', 'There is no such release')
    }
    const version =
      params.version === LATEST ? (latestRelease(project)?.version ?? '') : params.version
    return presentRelease(project, requireRelease(project, version), context.origin)
  }),

  bind(
    yankRelease,
    ({ params: { project, version }, body }, context) =>
      setYank(context, project, [version], body.reason)[0]!,
  ),

  bind(
    unyankRelease,
    ({ params: { project, version } }, context) =>
      setYank(context, project, [version], undefined)[0]!,
  ),

  bind(yankReleases, ({ params, body }, context) => ({
    items: setYank(context, params.project, body.versions, body.reason),
  })),

  bind(unyankReleases, ({ params, body }, context) => ({
    items: setYank(context, params.project, body.versions, undefined),
  })),
]

/** Yanks releases, or (`reason` undefined) takes the yanks back: all of them, or none. */
function setYank(
  context: Context,
  name: string,
  versions: readonly string[],
  reason: string | undefined,
): ReleaseSummary[] {
  const project = requireRole(context, name, ['owner', 'maintainer'], 'yank')
  const releases = new Set(versions.map((version) => requireRelease(project, version)))
  const yankedReason = reason === undefined || reason === '' ? null : reason
  const yanked = reason !== undefined
  const changed = [...releases].filter(
    (release) => release.yanked !== yanked || release.yankedReason !== yankedReason,
  )
  for (const release of changed) Object.assign(release, { yanked, yankedReason })
  if (changed.length > 0) {
    const told = changed.map(({ version }) => version).join(', ')
    const subject = `${yanked ? 'Yanked' : 'Not yanked any more'}: ${project.name} ${told}`
    mailPeople(context.db, project, 'owners', subject)
  }
  return [...releases].map(presentReleaseSummary)
}
