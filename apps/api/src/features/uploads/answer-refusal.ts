import type { Request, Response } from 'express'
import Negotiator from 'negotiator'
import type { Deps } from '../../deps.ts'
import { requestId } from '../../http/request-log.ts'
import { toProblemError } from '../../http/to-problem-error.ts'
import { StorageAwayError, StorageFullError } from '../../infra/storage/storage.ts'
import { toStorageError } from '../../infra/storage/storage-faults.ts'
import { PackagingError } from '../../packaging/packaging-error.ts'
import { toLatin1Line, UploadRefusal } from './upload-refusal.ts'

const TYPES = ['text/plain', 'application/json', 'application/problem+json', 'text/html']

/** The reason stands in the status line, which clients print, and in the body, in the form they ask for. */
export function answerRefusal(
  deps: Pick<Deps, 'logger' | 'metrics'>,
  request: Request,
  response: Response,
  error: unknown,
): void {
  const refusal = toRefusal(error)
  if (refusal.status >= 500) {
    deps.logger.error({ req: { id: requestId(response) }, err: error }, 'upload failed')
  }
  deps.metrics.uploads.refused(refusal.reason)
  response.locals.refusal = refusal.reason
  if (response.headersSent || response.destroyed) return
  const message = toLatin1Line(refusal.message)
  response.status(refusal.status)
  response.statusMessage = message
  if (refusal.retryAfter !== undefined) response.set('Retry-After', String(refusal.retryAfter))
  // What is left of the body is not read, so this connection cannot be used again.
  if (!request.complete) response.set('Connection', 'close')
  switch (new Negotiator(request).mediaType(TYPES)) {
    case 'application/json':
      response.type('application/json').send(JSON.stringify({ message, code: refusal.reason }))
      break
    case 'application/problem+json':
      response.type('application/problem+json').send(
        JSON.stringify({
          type: 'about:blank',
          title: 'Upload refused',
          status: refusal.status,
          code: refusal.reason,
          detail: message,
        }),
      )
      break
    default:
      response.type('text/plain').send(`${refusal.status} ${message}\n`)
  }
}

/** What went wrong with an upload, whatever it was, as its refusal. */
export function toRefusal(error: unknown): UploadRefusal {
  if (error instanceof UploadRefusal) return error
  if (error instanceof PackagingError) return new UploadRefusal(400, error.reason, error.message)
  const fault = toStorageError(error)
  if (fault instanceof StorageFullError) {
    return new UploadRefusal(503, 'storage-full', 'The storage is full; ask the operator', 300)
  }
  if (fault instanceof StorageAwayError) {
    return new UploadRefusal(503, 'storage-away', 'The storage cannot be used; try again later', 30)
  }
  const problem = toProblemError(error)
  return new UploadRefusal(problem.status, problem.code, problem.message, problem.retryAfter)
}
