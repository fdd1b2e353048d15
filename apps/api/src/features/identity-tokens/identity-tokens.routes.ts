import { Router, type Request, type Response } from 'express'
import Negotiator from 'negotiator'
import type { Deps } from '../../deps.ts'
import { readOrigin } from '../../http/api-router.ts'
import { jsonBody } from '../../http/json-body.ts'
import { refuseWhenReadOnly } from '../../http/read-only.ts'
import { toProblemError } from '../../http/to-problem-error.ts'
import { MintRefusal, type MintRefusalCode } from './mint-refusal.ts'
import { mintToken } from './mint-token.ts'

/** PEP 807 (draft). */
export const PYTP_MEDIA_TYPE = 'application/vnd.pypi.pytp.v1+json'

const AUDIENCE = '/_/oidc/audience'
const MINT = '/_/oidc/mint-token'
/** The second is PyPI's first one, for old clients. */
const MINT_PATHS = [MINT, '/_/oidc/github/mint-token']
const UPLOAD_PATH = '/legacy/'
const BODY_LIMIT_BYTES = 64 * 1024

/**
 * Where clients exchange identity tokens, as they know it from PyPI (specs §4.1), and where they learn
 * of it (PEP 807). Nothing here looks at sessions, so a browser's cookie gives no rights.
 */
export function createIdentityTokenRouter(deps: Deps): Router {
  const { config } = deps
  const isOff = config.TRUSTED_PUBLISHING.length === 0
  const router = Router({ strict: true, caseSensitive: true })

  router.use('/_/oidc', (_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  router.get(AUDIENCE, (request, response) => {
    if (isOff) return send(request, response, 403, { message: 'Trusted publishing is off here' })
    send(request, response, 200, { audience: config.oidcAudience })
  })
  router.post(
    MINT_PATHS,
    jsonBody(() => BODY_LIMIT_BYTES),
    async (request, response) => {
      refuseWhenReadOnly(config, request.method)
      if (isOff) throw new MintRefusal('not-enabled', 'trusted publishing is off here')
      const minted = await mintToken(deps, readToken(request.body), readOrigin(request, response))
      send(request, response, 200, { success: true, ...minted })
    },
  )
  router.use(MINT_PATHS, answerMintRefusal)
  router.all([AUDIENCE, ...MINT_PATHS], (request, response) => {
    const allowed = request.path === AUDIENCE ? 'GET, HEAD' : 'POST'
    response.set('Allow', allowed)
    send(request, response, 405, { message: `Allowed here: ${allowed}` })
  })

  router.get('/.well-known/pytp', (request, response) => {
    response.set({ 'Cache-Control': 'public, max-age=300', Vary: 'Accept' })
    if (new Negotiator(request).mediaType([PYTP_MEDIA_TYPE]) === undefined) {
      return void response.status(406).type('text/plain').send(`406 Only as ${PYTP_MEDIA_TYPE}\n`)
    }
    if (isOff || request.query.discover !== UPLOAD_PATH) return void response.status(404).end()
    response.type(PYTP_MEDIA_TYPE).send(
      JSON.stringify({
        'audience-endpoint': `${config.PUBLIC_URL}${AUDIENCE}`,
        'token-mint-endpoint': `${config.PUBLIC_URL}${MINT}`,
      }),
    )
  })
  return router
}

/** The token of `{"token": "…"}`; other members are for other versions of the protocol. */
function readToken(body: unknown): string {
  const token =
    typeof body === 'object' && body !== null && 'token' in body ? body.token : undefined
  if (typeof token === 'string' && token !== '') return token
  throw new MintRefusal('invalid-payload', 'send a JSON object with the identity token as "token"')
}

const MEDIA_TYPES = ['application/json', PYTP_MEDIA_TYPE]

function send(request: Request, response: Response, status: number, body: object): void {
  const wanted = new Negotiator(request).mediaType(MEDIA_TYPES) ?? 'application/json'
  response.status(status).type(wanted).send(JSON.stringify(body))
}

/** What clients of PyPI show to people, with the members of RFC 9457 beside it. */
function answerMintRefusal(
  error: unknown,
  request: Request,
  response: Response,
  next: (error: unknown) => void,
): void {
  const refusal = toMintRefusal(error)
  if (refusal === undefined) return next(error)
  const { code, message } = refusal
  send(request, response, 422, {
    message: 'Token request failed',
    errors: [{ code, description: message }],
    title: 'Token request failed',
    status: 422,
    detail: message,
  })
}

function toMintRefusal(error: unknown): { code: MintRefusalCode; message: string } | undefined {
  if (error instanceof MintRefusal) return error
  const problem = toProblemError(error)
  const isForm = ['malformed_request', 'media_type', 'body_too_large'].includes(problem.code)
  return isForm ? { code: 'invalid-payload', message: problem.message } : undefined
}
