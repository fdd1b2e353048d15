import { type ProjectRole, type TokenAction } from '@wheelhouse/shared-types'
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
  'see-publishers': ['owner', 'maintainer'],
  'manage-publishers': ['owner'],
  'see-people': ['owner', 'maintainer'],
  'manage-people': ['owner'],
  leave: ['owner', 'maintainer'],
  'set-status': ['owner'],
  transfer: ['owner'],
  'change-description': ['owner', 'maintainer'],
  'read-overview': ['owner', 'maintainer'],
  'read-history': ['owner', 'maintainer'],
  'see-webhooks': ['owner'],
  'manage-webhooks': ['owner'],
} as const satisfies Record<string, readonly ProjectRole[]>

export type ProjectAct = keyof typeof NEEDED_ROLES

/** What changes nothing, and so is allowed in quarantine too. */
const READING: readonly ProjectAct[] = [
  'see-publishers',
  'see-people',
  'see-deletions',
  'read-overview',
  'read-history',
  'see-webhooks',
]

type Members = { readonly roles: readonly { principalId: string; role: ProjectRole }[] }

export function roleOf({ roles }: Members, caller: Caller): ProjectRole | undefined {
  if (caller.kind === 'anonymous') return undefined
  return roles.find((role) => role.principalId === caller.user.id)?.role
}

/** A private project is there for those with a role in it; a token of theirs needs the action `read`. */
export function seesPrivate(caller: Caller, project: Members & { readonly id: string }): boolean {
  return roleOf(project, caller) !== undefined && callerMayRead(caller, project.id)
}

/**
 * @throws ProblemError `forbidden` without the role, with a token that is not good for the act, or
 *   while the project is in quarantine, which keeps it as it is.
 */
export function refuseUnlessAllowed(
  project: Pick<ProjectWithRoles, 'id' | 'name' | 'roles' | 'status'>,
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
  if (project.status === 'quarantined' && !READING.includes(act)) {
    throw forbidden(
      `${project.name} is in quarantine: nothing of it can be changed until the operator releases it`,
    )
  }
}
