import { randomUUID } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import type { Logger } from '../infra/logger.ts'

const SHAPE = /^[A-Za-z0-9_-]{8,64}$/

/** Id of the request that `response` answers. */
export function requestId(response: Response): string {
  return response.locals.requestId as string
}

/**
 * Gives each request an id (a caller's own is taken when it is a plain one) and writes one line when
 * it is over. The address of a request stands in the log, its query does not: tokens of mailed links
 * are in queries.
 */
export function requestLog(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id') ?? ''
    const id = SHAPE.test(given) ? given : randomUUID()
    response.locals.requestId = id
    response.set('X-Request-Id', id)
    const started = performance.now()
    response.once('close', () => {
      logger.info(
        {
          req: { id },
          method: request.method,
          path: request.originalUrl.split('?', 1)[0],
          status: response.statusCode,
          finished: response.writableFinished,
          bytes: Number(response.get('content-length') ?? 0),
          duration_ms: Math.round((performance.now() - started) * 10) / 10,
          actor: response.locals.actor as unknown,
          agent: request.get('user-agent')?.slice(0, 200),
        },
        'request',
      )
    })
    next()
  }
}
