import type { Deps } from '../../deps.ts'
import type { Origin } from '../../http/caller.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import type { RateLimitRule } from '../../infra/rate-limiter.ts'

const BY_USER: readonly RateLimitRule[] = [
  'secondFactorByUser',
  'secondFactorByUserHour',
  'secondFactorByUserDay',
]

/**
 * Counts a try of a code before it is looked at, so that many at once are counted too, and takes it
 * back when the code was right.
 * @param attempt looks at the code; throws when it is not right.
 * @throws ProblemError `rate_limited`, and what `attempt` throws.
 */
export async function limitCodes<Result>(
  deps: Deps,
  origin: Origin,
  userId: string,
  attempt: () => Promise<Result>,
): Promise<Result> {
  const { limiter, secrets } = deps
  const counts: (readonly [RateLimitRule, string])[] = [
    ['secondFactorByAddress', secrets.hashAddress(origin.address)],
    ...BY_USER.map((rule) => [rule, userId] as const),
  ]
  for (const [rule, key] of counts) refuseWhenLimited(await limiter.hit(rule, key))
  const result = await attempt()
  for (const [rule, key] of counts) await limiter.forgive(rule, key)
  return result
}
