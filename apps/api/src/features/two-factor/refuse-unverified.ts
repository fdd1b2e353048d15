import { ProblemError } from '@wheelhouse/shared-types'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'

/**
 * For what is told by mail whenever it changes (second factors, roles): it takes somebody whom mail
 * reaches.
 * @throws ProblemError `email_unverified`
 */
export function refuseUnverified({ user }: SessionCaller | TokenCaller): void {
  if (user.emailVerified) return
  throw new ProblemError('email_unverified', 'Open the link in the verification mail first')
}
