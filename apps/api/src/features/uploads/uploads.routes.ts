import { Router, type Request, type RequestHandler, type Response } from 'express'
import Negotiator from 'negotiator'
import type { Deps } from '../../deps.ts'
import { readOrigin } from '../../http/api-router.ts'
import { readAuthorization } from '../../http/authorization.ts'
import type { TokenCaller } from '../../http/caller.ts'
import { toProblemError } from '../../http/to-problem-error.ts'
import { requestId } from '../../http/request-log.ts'
import { StorageAwayError, StorageFullError } from '../../infra/storage/storage.ts'
import { toStorageError } from '../../infra/storage/storage-faults.ts'
import { findToken } from '../tokens/find-token.ts'
import { acceptUpload } from './accept-upload.ts'
import { toLatin1Line } from './judge-file.ts'
import { UploadRefusal } from './upload-refusal.ts'

/** `POST /legacy/`: the door that twine, uv, flit, hatch, poetry and pdm upload through. */
export function createUploadRouter(deps: Deps): Router {
  const router = Router({ strict: true, caseSensitive: true })
  router.post('/legacy', (request, response) => {
    // uv follows only an absolute address; 308 keeps the method and the body.
    const query = request.originalUrl.slice('/legacy'.length)
    response.redirect(308, `${deps.config.PUBLIC_URL}/legacy/${query}`)
  })
  router.post('/legacy/', upload(deps))
  router.all(['/legacy', '/legacy/'], (_request, response) => {
    response
      .status(405)
      .set('Allow', 'POST')
      .type('text/plain')
      .send('Upload here with a client such as twine or uv publish.\n')
  })
  return router
}

function upload(deps: Deps): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'no-store')
    try {
      const caller = await authenticate(deps, request)
      response.locals.actor = { kind: 'token', id: caller.user.id }
      refuseDeclaredLength(deps, request)
      await acceptUpload(deps, request, caller, readOrigin(request, response))
      response.status(200).type('text/plain').end()
    } catch (error) {
      refuse(deps, request, response, error)
    }
  }
}

async function authenticate(deps: Deps, request: Request): Promise<TokenCaller> {
  const header = request.get('authorization')
  const secret = header === undefined ? undefined : readAuthorization(header)
  const caller = secret === undefined ? undefined : await findToken(deps, secret)
  if (caller !== undefined) return caller
  throw new UploadRefusal(
    403,
    'credentials',
    header === undefined
      ? 'Missing authentication: use the username __token__ and an API token as the password'
      : secret === undefined
        ? 'Invalid authentication: the username must be __token__, the password an API token'
        : 'Invalid API token: it is mistyped, unknown, expired or revoked',
  )
}

/** Room for the fields around the file. */
const FORM_ALLOWANCE = 10 * 2 ** 20

function refuseDeclaredLength({ config }: Deps, request: Request): void {
  const declared = Number(request.get('content-length') ?? 0)
  if (declared <= config.MAX_FILE_SIZE + FORM_ALLOWANCE) return
  const limit = Math.floor(config.MAX_FILE_SIZE / 2 ** 20)
  throw new UploadRefusal(
    400,
    'file-too-large',
    `File too large. Limit for this index is ${limit} MB.`,
  )
}

/** The reason stands in the status line, which clients print, and in the body, in the form they ask for. */
function refuse(deps: Deps, request: Request, response: Response, error: unknown): void {
  const refusal = toRefusal(error)
  if (refusal.status >= 500) {
    deps.logger.error({ req: { id: requestId(response) }, err: error }, 'upload failed')
  }
  response.locals.refusal = refusal.reason
  if (response.headersSent || response.destroyed) return
  const message = toLatin1Line(refusal.message)
  response.status(refusal.status)
  response.statusMessage = message
  if (refusal.retryAfter !== undefined) response.set('Retry-After', String(refusal.retryAfter))
  // What is left of the body is not read, so this connection cannot be used again.
  if (!request.complete) response.set('Connection', 'close')
  const types = ['text/plain', 'application/json', 'application/problem+json', 'text/html']
  switch (new Negotiator(request).mediaType(types)) {
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

function toRefusal(error: unknown): UploadRefusal {
  if (error instanceof UploadRefusal) return error
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
