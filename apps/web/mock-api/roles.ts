import { ProblemError, type ProjectRole, type TokenAction } from '@wheelhouse/shared-types'
import { requireTokenFor, signedIn, type Context } from './context.ts'
import { findProject, type MockDb, type ProjectRow } from './db.ts'

/** @throws ProblemError `not_found` */
export function requireProject(db: MockDb, name: string): ProjectRow {
  const project = findProject(db, name)
  if (project === undefined) throw new ProblemError('not_found', 'There is no such project')
  return project
}

/**
 * The project, if the caller has one of these roles in it (and their token, if any, the action).
 * @throws ProblemError `not_found`, or `forbidden` since projects here are public.
 */
export function requireRole(
  context: Context,
  name: string,
  roles: readonly ProjectRole[],
  action: TokenAction,
): ProjectRow {
  const account = signedIn(context)
  const project = requireProject(context.db, name)
  const role = project.people.find((person) => person.accountId === account.id)?.role
  if (role === undefined || !roles.includes(role)) {
    throw new ProblemError('forbidden', `This takes the role ${roles.join(' or ')}`)
  }
  requireTokenFor(context, action, project)
  return project
}
