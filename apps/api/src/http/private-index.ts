import { ProblemError } from '@wheelhouse/shared-types'
import type { RequestHandler, Response } from 'express'
import type { Config } from '../config.ts'
import type { Identify } from './api-router.ts'
import type { Caller } from './caller.ts'

/** Answers that depend on the caller are kept by nobody else. */
export const PRIVATE_HEADERS = {
  'Cache-Control': 'private, no-store',
  Vary: 'Accept, Accept-Encoding, Authorization, Cookie',
} as const

/** Who asks for a page of a private index; routes look at it before they answer. */
export function callerOf(response: Response): Caller {
  return (response.locals.caller as Caller | undefined) ?? { kind: 'anonymous' }
}

/**
 * Lets nobody anonymous through to the pages and files of a private index: 401 with a challenge that
 * pip, uv and poetry answer with the token they have. Does nothing in a public index.
 */
export function privateIndexGate(
  config: Pick<Config, 'PRIVATE_INDEX'>,
  identify: Identify,
): RequestHandler {
  if (!config.PRIVATE_INDEX) return (_request, _response, next) => next()
  return async (request, response, next) => {
    response.set(PRIVATE_HEADERS)
    try {
      const caller = await identify(request)
      if (caller.kind === 'anonymous') return challenge(response)
      response.locals.caller = caller
      response.locals.actor = { kind: caller.kind, id: caller.user.id }
      next()
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error
      challenge(response)
    }
  }
}

function challenge(response: Response): void {
  response
    .status(401)
    .set('WWW-Authenticate', 'Basic realm="Wheelhouse", charset="UTF-8"')
    .type('text/plain')
    .send('401 This index is private: send the username __token__ and an API token\n')
}
