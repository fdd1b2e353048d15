import { ProblemError } from '@wheelhouse/shared-types'
import type { Request } from 'express'
import type { Deps } from '../../deps.ts'
import { readAuthorization } from '../../http/authorization.ts'
import type { Identify } from '../../http/api-router.ts'
import type { Caller, PublisherCaller } from '../../http/caller.ts'
import { sessionCookie } from '../../http/session-cookie.ts'
import { findPublisherToken } from './find-publisher-token.ts'
import { isPublisherSecret } from './publisher-secret.ts'

/** As `identifyCaller`, and a trusted publisher as well: for the operations that upload. */
export function identifyUploader(deps: Deps, identify: Identify) {
  const cookie = sessionCookie(deps.config)
  return async (request: Request): Promise<Caller | PublisherCaller> => {
    const secret = readAuthorization(request.get('authorization') ?? '')
    const isPublishers = secret !== undefined && isPublisherSecret(secret)
    // Two kinds of credentials are refused there.
    if (!isPublishers || cookie.read(request) !== undefined) return identify(request)
    const caller = await findPublisherToken(deps, secret)
    if (caller !== undefined) return caller
    throw new ProblemError('token_invalid', "The publisher's token is unknown or has expired")
  }
}
