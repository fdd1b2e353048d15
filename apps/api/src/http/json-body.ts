import { ProblemError } from '@wheelhouse/shared-types'
import type { Request, RequestHandler } from 'express'
import { readBody } from './read-body.ts'
import { hasBody } from './same-origin.ts'

/**
 * Reads JSON bodies of at most as many bytes as `limitOf` the request allows into `request.body`. What is over the limit is refused
 * as soon as that is known, and not read on: Express's own parser reads a refused body to its end,
 * which may never come. Bodies come as UTF-8 and unpacked.
 * @throws ProblemError `body_too_large`, `media_type` or `malformed_request`.
 */
export function jsonBody(limitOf: (request: Request) => number): RequestHandler {
  return async (request, _response, next) => {
    if (hasBody(request) && request.is('application/json')) {
      const text = await readBody(request, limitOf(request))
      if (text !== '') request.body = parse(text) as unknown
    }
    next()
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ProblemError('malformed_request', 'The body is not valid JSON', { cause: error })
  }
}
