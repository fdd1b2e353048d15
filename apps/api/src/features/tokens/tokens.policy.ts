import type { TokenAction } from '@wheelhouse/shared-types'
import type { Caller, TokenCaller } from '../../http/caller.ts'

/** Whether a token is good for an action on a project; `projectId` undefined: one that does not exist yet. */
export function tokenAllows(
  token: TokenCaller,
  action: TokenAction,
  projectId: string | undefined,
): boolean {
  return token.grants.some(
    (grant) =>
      grant.action === action &&
      (grant.target === 'account' ||
        (grant.target === 'project' && projectId !== undefined && grant.projectId === projectId)),
  )
}

/** As `tokenAllows`; a person who is signed in is not narrowed. */
export function callerAllows(caller: Caller, action: TokenAction, projectId: string): boolean {
  return caller.kind !== 'token' || tokenAllows(caller, action, projectId)
}
