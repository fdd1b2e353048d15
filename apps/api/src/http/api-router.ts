import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import {
  BODY_LIMIT_BYTES,
  parseInput,
  ProblemError,
  routePattern,
  UPLOAD_MEDIA_TYPE,
  type Endpoint,
  type RawInput,
  type ReceivedContent,
} from '@wheelhouse/shared-types'
import { Router, type Request, type Response } from 'express'
import type { Deps } from '../deps.ts'
import type { Binding, Context } from './bind.ts'
import { browserCookie } from './browser-cookie.ts'
import type { Caller, Origin, PublisherCaller } from './caller.ts'
import { deviceCookie } from './device-cookie.ts'
import { answerOnce, readIdempotencyKey, type KeptAnswer } from './idempotency.ts'
import { jsonBody } from './json-body.ts'
import { limitCalls } from './limit-calls.ts'
import { presentAnswer } from './present-answer.ts'
import { refuseWhenReadOnly } from './read-only.ts'
import { refuseCaller } from './refuse-caller.ts'
import { refuseUnstorable } from './refuse-unstorable.ts'
import { requestId } from './request-log.ts'
import { hasBody, ownOrigins, refuseCrossSite } from './same-origin.ts'
import { sessionCookie } from './session-cookie.ts'
import { compressOnce } from './variants.ts'

/** Finds out who is asking. @throws ProblemError for credentials that are there and wrong. */
export type Identify = (request: Request) => Promise<Caller>
/** As `Identify`, for what a trusted publisher may do as well: upload. */
export type IdentifyUploader = (request: Request) => Promise<Caller | PublisherCaller>

/** Routes for the JSON API: every binding becomes one route, every other method a 405. */
export function createApiRouter(
  deps: Deps,
  bindings: readonly Binding[],
  { identify, identifyUploader }: { identify: Identify; identifyUploader: IdentifyUploader },
): Router {
  const router = Router({ strict: true, caseSensitive: true })
  const own = ownOrigins(deps.config)
  const cookie = sessionCookie(deps.config)
  const device = deviceCookie(deps.config)
  const browser = browserCookie(deps.config)
  const uploads = uploadAddresses(bindings)

  router.use('/api', (request, response, next) => {
    response.set('Cache-Control', 'no-store')
    const address = `${request.method} ${request.baseUrl}${request.path}`
    const mediaType = uploads.has(address) ? UPLOAD_MEDIA_TYPE : 'application/json'
    refuseCrossSite(request, own, cookie.read(request) !== undefined, mediaType)
    refuseWhenReadOnly(deps.config, request.method)
    next()
  })
  router.use('/api', jsonBody(bodyLimits(bindings)))

  for (const { endpoint, run } of bindings) {
    const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
    router[method](routePattern(endpoint.path), async (request, response) => {
      let kept: KeptAnswer
      try {
        const mayPublish = endpoint.token === 'upload'
        const caller = await (mayPublish ? identifyUploader(request) : identify(request))
        response.locals.actor = describe(caller)
        await limitCalls(deps, response, caller)
        refuseCaller(deps, endpoint, caller)
        const input = parseInput(endpoint, readRaw(endpoint, request))
        const content = endpoint.upload ? { content: receive(request) } : {}
        const context: Context<Caller | PublisherCaller> = {
          deps,
          caller,
          origin: readOrigin(request, response),
          setSession: (value) => cookie.write(response, value),
          device: device.read(request),
          setDevice: (value) => device.write(response, value),
          browser: browser.read(request),
          setBrowser: (value) => browser.write(response, value),
        }
        const work = async (own: Deps) => {
          const asked = { ...input, ...content }
          return presentAnswer(
            endpoint,
            await run(asked as never, { ...context, deps: own } as never),
          )
        }
        const key = readIdempotencyKey(endpoint, request)
        // Keys belong to people.
        const isNobody = caller.kind === 'anonymous' || caller.kind === 'publisher'
        if (key === undefined || isNobody) kept = await work(deps)
        else {
          const { isReplay, ...answer } = await answerOnce(deps, { caller, request, key }, work)
          if (isReplay) response.set('Idempotency-Replayed', 'true')
          kept = answer
        }
      } finally {
        if (endpoint.upload) await readRest(request, deps.config.MAX_FILE_SIZE)
      }
      // What is left of a body is not read: the connection cannot serve another request.
      if (endpoint.upload && !request.complete) response.set('Connection', 'close')
      await answer(request, response, kept)
    })
  }
  for (const [pattern, methods] of methodsByPattern(bindings)) {
    router.all(pattern, (_request, response) => {
      response.set('Allow', methods.join(', '))
      throw new ProblemError('method_not_allowed', `Allowed here: ${methods.join(', ')}`)
    })
  }
  router.use('/api', (request) => {
    throw new ProblemError(
      'not_found',
      `There is no operation at ${request.baseUrl}${request.path}`,
    )
  })
  return router
}

/** What the body of a request may have: that of an operation with a limit of its own, or the common one. */
function bodyLimits(bindings: readonly Binding[]): (request: Request) => number {
  const own = bindings.flatMap(({ endpoint: { method, path, bodyLimit } }) => {
    if (bodyLimit === undefined) return []
    const pattern = new RegExp(`^${path.replace(/\{[A-Za-z]+\}/g, '[^/]+')}$`)
    return [{ method, pattern, bodyLimit }]
  })
  return ({ method, baseUrl, path }) =>
    own.find((one) => one.method === method && one.pattern.test(baseUrl + path))?.bodyLimit ??
    BODY_LIMIT_BYTES
}

/** Method and path of each operation whose body is a file; none of them has parameters in its path. */
function uploadAddresses(bindings: readonly Binding[]): Set<string> {
  const uploads = bindings.filter(({ endpoint }) => endpoint.upload)
  return new Set(uploads.map(({ endpoint: { method, path } }) => `${method} ${path}`))
}

/** The body as it comes. That somebody stops reading must not end the connection. */
function receive(request: Request): ReceivedContent {
  return {
    bytes: hasBody(request) ? request.iterator({ destroyOnReturn: false }) : Readable.from([]),
    declaredSize: declaredSize(request),
  }
}

function declaredSize(request: Request): number | undefined {
  const declared = request.get('content-length')
  return declared === undefined ? undefined : Number(declared)
}

/**
 * Throws away what is left of a file of an allowed size (bytes). Browsers show a broken connection in
 * place of an answer that comes while they still send.
 */
async function readRest(request: Request, limit: number): Promise<void> {
  if (request.complete || (declaredSize(request) ?? Number.POSITIVE_INFINITY) > limit) return
  request.resume()
  await finished(request).catch(() => {})
}

function methodsByPattern(bindings: readonly Binding[]): Map<string, string[]> {
  const methods = new Map<string, string[]>()
  for (const { endpoint } of bindings) {
    const pattern = routePattern(endpoint.path)
    const own = endpoint.method === 'GET' ? ['GET', 'HEAD'] : [endpoint.method]
    methods.set(pattern, [...(methods.get(pattern) ?? []), ...own])
  }
  // An address that is spelled out comes before one that an id could be.
  const parametersIn = (pattern: string) => pattern.split(':').length
  return new Map([...methods].toSorted(([a], [b]) => parametersIn(a) - parametersIn(b)))
}

function readRaw(endpoint: Endpoint, request: Request): RawInput {
  const raw: RawInput = { params: { ...request.params }, query: { ...request.query } }
  if (endpoint.body !== undefined) raw.body = request.body as unknown
  refuseUnstorable(raw)
  return raw
}

export function readOrigin(request: Request, response: Response): Origin {
  return {
    requestId: requestId(response),
    address: request.ip ?? 'unknown',
    userAgent: request.get('user-agent')?.slice(0, 300) ?? '',
  }
}

function describe(caller: Caller | PublisherCaller) {
  if (caller.kind === 'anonymous') return undefined
  return {
    kind: caller.kind,
    id: caller.kind === 'publisher' ? caller.publisherId : caller.user.id,
  }
}

/**
 * Sends an answer, compressed if it was asked for by GET. Others have secrets that are told once; beside
 * what a stranger made them repeat, the length of the compressed text would tell of them.
 */
async function answer(
  request: Request,
  response: Response,
  { status, text }: KeptAnswer,
): Promise<void> {
  response.status(status)
  if (text === undefined) {
    response.end()
    return
  }
  response.type('application/json')
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.send(text)
    return
  }
  const { coding, body } = await compressOnce(request, Buffer.from(text))
  response.vary('Accept-Encoding')
  if (coding !== 'identity') response.set('Content-Encoding', coding)
  response.send(body)
}
