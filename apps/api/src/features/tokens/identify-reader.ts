import { createHash } from 'node:crypto'
import { ProblemError } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { Identify } from '../../http/api-router.ts'

/**
 * Who asks for a page or a file. While the database is away, a token that was good for this network
 * address within the last five minutes still is, unless it has expired: so installers that are known
 * get known pages of a private index. Sessions of browsers are not remembered.
 */
export function identifyReader(
  { recent, clock }: Pick<Deps, 'recent' | 'clock'>,
  identify: Identify,
): Identify {
  return async (request) => {
    const authorization = request.get('authorization')
    if (authorization === undefined) return identify(request)
    // Beside a cookie it is refused, whatever was known of it.
    const sent = JSON.stringify([request.ip, authorization, request.get('cookie') ?? ''])
    const key = `reader ${createHash('sha256').update(sent).digest('base64')}`
    const caller = await recent(key, () => identify(request))
    if (caller.kind === 'token' && caller.expiresAt !== null && caller.expiresAt <= clock.now()) {
      throw new ProblemError('token_invalid', 'The API token has expired')
    }
    return caller
  }
}
