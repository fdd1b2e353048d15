import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import { forbidden } from '../../http/problems.ts'
import { tokenAllows } from '../tokens/tokens.policy.ts'

/**
 * Publishers for new projects belong to a person. A token of theirs needs the action `manage` for the
 * whole account, or for the new project of this (normalized) name.
 * @throws ProblemError `forbidden`
 */
export function refuseUnlessOwn(caller: SessionCaller | TokenCaller, newName?: string): void {
  if (caller.kind === 'session' || tokenAllows(caller, 'manage', undefined, newName)) return
  throw forbidden('This API token is not good for managing your publishers for new projects')
}
