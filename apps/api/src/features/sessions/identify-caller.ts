import { ProblemError } from '@wheelhouse/shared-types'
import type { Request } from 'express'
import type { Deps } from '../../deps.ts'
import type { Caller } from '../../http/caller.ts'
import type { Identify } from '../../http/api-router.ts'
import { readAuthorization } from '../../http/authorization.ts'
import { forbidden } from '../../http/problems.ts'
import { sessionCookie } from '../../http/session-cookie.ts'
import { isPublisherSecret } from '../identity-tokens/publisher-secret.ts'
import { findToken } from '../tokens/find-token.ts'
import { findSession } from './find-session.ts'

/**
 * Who is asking: a session by cookie, or an API token by `Authorization`, never both. A dead cookie
 * is nobody; a token that is sent and wrong is refused.
 */
export function identifyCaller(deps: Deps): Identify {
  const cookie = sessionCookie(deps.config)
  return async (request: Request): Promise<Caller> => {
    const authorization = request.get('authorization')
    const session = cookie.read(request)
    if (authorization !== undefined && session !== undefined) {
      throw new ProblemError(
        'ambiguous_credentials',
        'Send a session cookie or an Authorization header, not both',
      )
    }
    if (authorization !== undefined) {
      const secret = readAuthorization(authorization)
      if (secret !== undefined && isPublisherSecret(secret)) {
        throw forbidden('The token of a trusted publisher uploads files, and does nothing else')
      }
      const token =
        secret === undefined ? undefined : await findToken(deps, secret, request.ip ?? '')
      if (token === undefined) {
        throw new ProblemError(
          'token_invalid',
          'The API token is unknown, expired, revoked, or not for this network',
        )
      }
      return token
    }
    const caller = session === undefined ? undefined : await findSession(deps, session)
    return caller ?? { kind: 'anonymous' }
  }
}
