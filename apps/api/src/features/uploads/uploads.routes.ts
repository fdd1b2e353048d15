import { Router, type RequestHandler } from 'express'
import type { Deps } from '../../deps.ts'
import { readOrigin } from '../../http/api-router.ts'
import { acceptUpload } from './accept-upload.ts'
import { answerRefusal } from './answer-refusal.ts'
import { authenticateUpload } from './authenticate-upload.ts'
import { checkAction } from './check-form-fields.ts'
import { checkDeclaredLength, checkUploadsOn } from './check-gate.ts'

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

/** Flags, identity and the declared length are looked at before the body is read. */
function upload(deps: Deps): RequestHandler {
  return async (request, response) => {
    response.set({ 'Cache-Control': 'no-store', Vary: 'Authorization' })
    deps.metrics.uploads.attempted()
    try {
      checkAction(firstOf(request.query[':action']))
      checkUploadsOn(deps.config)
      const caller = await authenticateUpload(deps, request)
      const id = caller.kind === 'publisher' ? caller.publisherId : caller.user.id
      response.locals.actor = { kind: caller.kind, id }
      checkDeclaredLength(deps.config, request)
      const outcome = await acceptUpload(deps, request, caller, readOrigin(request, response))
      deps.metrics.uploads.accepted(outcome)
      response.status(200).type('text/plain').end()
    } catch (error) {
      answerRefusal(deps, request, response, error)
    }
  }
}

/** A query parameter that may be repeated. */
function firstOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first : undefined
}
