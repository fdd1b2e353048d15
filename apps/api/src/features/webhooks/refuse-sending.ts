import { ProblemError } from '@wheelhouse/shared-types'
import type { Webhook } from '@wheelhouse/database'
import type { Deps } from '../../deps.ts'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import { refuseWhenLimited } from '../../http/problems.ts'

/**
 * Counts a message that somebody has sent by hand: nobody has others flooded from here.
 * @throws ProblemError `rate_limited`
 */
export async function limitSending(
  { limiter }: Pick<Deps, 'limiter'>,
  caller: SessionCaller | TokenCaller,
): Promise<void> {
  refuseWhenLimited(await limiter.hit('webhookTestByUser', caller.user.id))
}

/** @throws ProblemError `webhook_disabled` */
export function refuseDisabled({ disabledAt }: Webhook): void {
  if (disabledAt === null) return
  throw new ProblemError('webhook_disabled', 'Nothing is sent to a disabled webhook; enable it')
}
