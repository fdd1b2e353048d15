import type { Response } from 'express'
import type { Deps } from '../deps.ts'
import type { Caller, PublisherCaller } from './caller.ts'
import { refuseWhenLimited } from './problems.ts'

/**
 * Counts a call of somebody who is known, by token (a trusted publisher's too) or by person, and says in the answer what is left
 * (draft-ietf-httpapi-ratelimit-headers-10: `q` calls in `w` seconds; `r` left, all again in `t`).
 * @throws ProblemError `rate_limited`
 */
export async function limitCalls(
  { limiter }: Pick<Deps, 'limiter'>,
  response: Response,
  caller: Caller | PublisherCaller,
): Promise<void> {
  if (caller.kind === 'anonymous') return
  const [rule, key] =
    caller.kind === 'session'
      ? (['callsByUser', caller.user.id] as const)
      : (['callsByToken', caller.tokenId] as const)
  const { points, seconds, left, resetsIn, retryAfter } = await limiter.count(rule, key)
  response.set('RateLimit-Policy', `"calls";q=${points};w=${seconds}`)
  response.set('RateLimit', `"calls";r=${left};t=${resetsIn}`)
  refuseWhenLimited(retryAfter)
}
