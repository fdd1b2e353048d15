import { PROBLEM_MEDIA_TYPE, toProblem } from '@wheelhouse/shared-types'
import type { ErrorRequestHandler, Response } from 'express'
import type { Logger } from '../infra/logger.ts'
import { requestId } from './request-log.ts'
import { toProblemError } from './to-problem-error.ts'

/** The one place in which a refusal of the JSON API becomes an answer. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = toProblemError(error)
    if (problem.status >= 500) {
      logger.error({ req: { id: requestId(response) }, err: problem.cause ?? error }, 'failed')
    }
    if (response.headersSent) return next(error)
    if (problem.retryAfter !== undefined) response.set('Retry-After', String(problem.retryAfter))
    // What is left of a refused body is not read: the connection cannot serve another request.
    if (!request.complete) response.set('Connection', 'close')
    sendProblem(response, problem)
  }
}

/** Writes a refusal as `application/problem+json`. */
export function sendProblem(response: Response, problem: Parameters<typeof toProblem>[0]): void {
  response
    .status(problem.status)
    .set('Cache-Control', 'no-store')
    .type(PROBLEM_MEDIA_TYPE)
    .send(JSON.stringify(toProblem(problem, requestId(response))))
}
