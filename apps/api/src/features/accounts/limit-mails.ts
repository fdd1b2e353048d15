import type { Deps } from '../../deps.ts'
import type { Origin } from '../../http/caller.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import { foldAddress } from './accounts.queries.ts'

/**
 * Counts a mail that a stranger asks for, by what was asked for (known or not: the answer must not
 * tell) and by where the request came from.
 * @throws ProblemError `rate_limited`.
 */
export async function limitMails(deps: Deps, origin: Origin, recipient: string): Promise<void> {
  const { limiter, secrets } = deps
  refuseWhenLimited(await limiter.hit('mailByAddress', secrets.hashAddress(origin.address)))
  refuseWhenLimited(
    await limiter.hit('mailByRecipient', secrets.hashAddress(foldAddress(recipient))),
  )
}

/** Counts the opening of a mailed link. @throws ProblemError `rate_limited`. */
export async function limitLinks(deps: Deps, origin: Origin): Promise<void> {
  const address = deps.secrets.hashAddress(origin.address)
  refuseWhenLimited(await deps.limiter.hit('linkByAddress', address))
}
