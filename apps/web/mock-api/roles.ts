import { ProblemError, type ProjectRole, type TokenAction } from '@wheelhouse/shared-types'
import { requireTokenFor, signedIn, tokenAllows, type Context } from './context.ts'
import { findProject, type ProjectRow, type ReleaseRow } from './db.ts'
import { findRelease } from './present.ts'

/**
 * The project, if the caller may read it.
 * @throws ProblemError `not_found`, also for a private one of others.
 */
export function requireProject(context: Context, name: string): ProjectRow {
  const project = requireKnown(context, name)
  if (project.visibility === 'private' && context.token !== undefined) {
    if (!tokenAllows(context.token, 'read', project)) throw missing()
  }
  return project
}

/** @throws ProblemError `not_found` */
function requireKnown({ db, account }: Context, name: string): ProjectRow {
  const project = findProject(db, name)
  const isMember = project?.people.some((person) => person.accountId === account?.id) ?? false
  if (project === undefined || (project.visibility === 'private' && !isMember)) throw missing()
  return project
}

const missing = () => new ProblemError('not_found', 'There is no such project')

/**
 * The project, if the caller has one of these roles in it (and their token, if any, the action), and
 * it is not in quarantine or that does not matter.
 * @throws ProblemError `not_found`, or `forbidden` for what the caller may know of.
 */
export function requireRole(
  context: Context,
  name: string,
  roles: readonly ProjectRole[],
  action: TokenAction,
  /** Whether it only looks: a project in quarantine stays as it is. */
  how: { reads?: boolean } = {},
): ProjectRow {
  const account = signedIn(context)
  const project = requireKnown(context, name)
  const role = project.people.find((person) => person.accountId === account.id)?.role
  if (role === undefined || !roles.includes(role)) {
    throw new ProblemError('forbidden', `This takes the role ${roles.join(' or ')}`)
  }
  requireTokenFor(context, action, project)
  if (project.status === 'quarantined' && how.reads !== true) {
    throw new ProblemError('forbidden', 'The project is in quarantine: it stays as it is')
  }
  return project
}

/** @throws ProblemError `not_found` */
export function requireRelease(project: ProjectRow, version: string): ReleaseRow {
  const release = findRelease(project, version)
  if (release === undefined) throw new ProblemError('not_found', 'There is no such release')
  return release
}
