import { ProblemError, type ProjectRole, type TokenAction } from '@wheelhouse/shared-types'
import type { Caller, SessionCaller, TokenCaller } from '../../http/caller.ts'
import { forbidden } from '../../http/problems.ts'
import { callerAllows, callerMayRead } from '../tokens/tokens.policy.ts'
import type { ProjectWithRoles } from './projects.queries.ts'

/** What a person needs to be to do something to a project. */
export const NEEDED_ROLES = {
  yank: ['owner', 'maintainer'],
  'delete-file': ['owner'],
  'delete-release': ['owner'],
  'delete-project': ['owner'],
  'see-deletions': ['owner', 'maintainer'],
  'undo-deletion': ['owner'],
  'set-visibility': ['owner'],
} as const satisfies Record<string, readonly ProjectRole[]>

export type ProjectAct = keyof typeof NEEDED_ROLES

type Members = { readonly roles: readonly { principalId: string; role: ProjectRole }[] }

export function roleOf({ roles }: Members, caller: Caller): ProjectRole | undefined {
  if (caller.kind === 'anonymous') return undefined
  return roles.find((role) => role.principalId === caller.user.id)?.role
}

/** A private project is there for those with a role in it; a token of theirs needs the action `read`. */
export function seesPrivate(caller: Caller, project: Members & { readonly id: string }): boolean {
  return roleOf(project, caller) !== undefined && callerMayRead(caller, project.id)
}

/** @throws ProblemError `forbidden` without the role, or with a token that is not good for the act. */
export function refuseUnlessAllowed(
  project: Pick<ProjectWithRoles, 'id' | 'name' | 'roles'>,
  caller: SessionCaller | TokenCaller,
  act: ProjectAct,
  action: TokenAction,
): void {
  const role = roleOf(project, caller)
  const needed: readonly ProjectRole[] = NEEDED_ROLES[act]
  if (role === undefined || !needed.includes(role)) {
    throw forbidden(`This needs the role ${needed.join(' or ')} in ${project.name}; ask an owner`)
  }
  if (!callerAllows(caller, action, project.id)) {
    throw forbidden(`This API token is not good for ${action} in ${project.name}`)
  }
}

/** @throws ProblemError `project_quarantined`: what an operator looks into stays as it is. */
export function refuseWhenQuarantined({ name, status }: { name: string; status: string }): void {
  if (status !== 'quarantined') return
  throw new ProblemError(
    'project_quarantined',
    `${name} is in quarantine; nothing of it can be changed until an operator ends that`,
  )
}
