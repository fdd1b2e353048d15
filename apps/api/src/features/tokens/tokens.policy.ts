import type { TokenAction } from '@wheelhouse/shared-types'
import type { Caller, TokenCaller } from '../../http/caller.ts'

/**
 * Whether a token is good for an action on a project; `projectId` undefined: one that does not exist
 * yet, of the normalized name `newName` where it is known.
 */
export function tokenAllows(
  token: TokenCaller,
  action: TokenAction,
  projectId: string | undefined,
  newName?: string,
): boolean {
  return token.grants.some(
    (grant) =>
      grant.action === action &&
      (grant.target === 'account' ||
        (grant.target === 'project' && projectId !== undefined && grant.projectId === projectId) ||
        (grant.target === 'new_project' &&
          projectId === undefined &&
          newName !== undefined &&
          grant.newName === newName)),
  )
}

/** As `tokenAllows`; a person who is signed in is not narrowed. */
export function callerAllows(caller: Caller, action: TokenAction, projectId: string): boolean {
  return caller.kind !== 'token' || tokenAllows(caller, action, projectId)
}

/**
 * Whether somebody may read a project of a private index (undefined: all of them, as lists and the
 * root page show): people who are signed in may; a token needs the action `read`.
 */
export function callerMayRead(caller: Caller, projectId: string | undefined): boolean {
  if (caller.kind === 'anonymous') return false
  return caller.kind === 'session' || tokenAllows(caller, 'read', projectId)
}
