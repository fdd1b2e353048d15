import { ProblemError } from '@wheelhouse/shared-types'
import type { SessionCaller } from '../../http/caller.ts'

/** Factors are for people whom mail reaches: every change of them is told there. @throws ProblemError `email_unverified`. */
export function refuseUnverified({ user }: SessionCaller): void {
  if (user.emailVerified) return
  throw new ProblemError('email_unverified', 'Open the link in the verification mail first')
}
