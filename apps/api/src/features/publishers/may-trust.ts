import { ProblemError } from '@wheelhouse/shared-types'
import type { Config } from '../../config.ts'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import { forbidden } from '../../http/problems.ts'

/**
 * Whether somebody may let others upload: what they could not upload themselves, no publisher of
 * theirs shall.
 * @throws ProblemError `email_unverified`, or `forbidden` without a second factor where the index asks
 *   for one, or takes no publishers at all.
 */
export function mayTrust(
  config: Pick<Config, 'REQUIRE_TWO_FACTOR' | 'TRUSTED_PUBLISHING'>,
  { user }: SessionCaller | TokenCaller,
): void {
  if (config.TRUSTED_PUBLISHING.length === 0) {
    throw forbidden('This index takes no trusted publishers')
  }
  if (!user.emailVerified) {
    throw new ProblemError('email_unverified', 'Verify the e-mail address of your account first')
  }
  if (config.REQUIRE_TWO_FACTOR && !user.hasSecondFactor) {
    throw forbidden('This index requires two-factor authentication for this; set it up first')
  }
}
