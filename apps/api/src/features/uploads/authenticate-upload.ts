import type { Request } from 'express'
import type { Deps } from '../../deps.ts'
import { readAuthorization } from '../../http/authorization.ts'
import type { PublisherCaller, TokenCaller } from '../../http/caller.ts'
import { findPublisherToken } from '../identity-tokens/find-publisher-token.ts'
import { isPublisherSecret } from '../identity-tokens/publisher-secret.ts'
import { findToken } from '../tokens/find-token.ts'
import { UploadRefusal } from './upload-refusal.ts'

/**
 * The token that an upload comes with: somebody's, or one of a trusted publisher. Sessions are never looked at here.
 * @throws UploadRefusal 403 (clients take a 401 for a question to the user).
 */
export async function authenticateUpload(
  deps: Deps,
  request: Request,
): Promise<TokenCaller | PublisherCaller> {
  const header = request.get('authorization')
  if (header === undefined) {
    refuse(
      'Missing authentication information: use the username __token__ and an API token as the password',
    )
  }
  const secret = readAuthorization(header)
  if (secret === undefined) {
    refuse(
      /^basic /i.test(header)
        ? 'Uploads with a username and a password are no longer supported: use the username __token__ and an API token as the password'
        : 'Invalid authentication information: use the username __token__ and an API token as the password',
    )
  }
  if (isPublisherSecret(secret)) {
    const publisher = await findPublisherToken(deps, secret)
    if (publisher !== undefined) return publisher
    refuse(
      'Invalid authentication information: the token of a trusted publisher lives 15 minutes, and this one is unknown or has expired',
    )
  }
  const caller = await findToken(deps, secret, request.ip ?? '')
  if (caller !== undefined) return caller
  refuse(
    'Invalid authentication information: the API token is mistyped, unknown, expired, revoked, or not for this network',
  )
}

function refuse(message: string): never {
  throw new UploadRefusal(403, 'credentials', message)
}
