import {
  parseInput,
  ProblemError,
  routePattern,
  type Endpoint,
  type RawInput,
} from '@wheelhouse/shared-types'
import express, { Router, type Request, type Response } from 'express'
import type { Deps } from '../deps.ts'
import type { Binding, Context } from './bind.ts'
import type { Caller, Origin } from './caller.ts'
import { forbidden, notAuthenticated } from './problems.ts'
import { refuseWhenReadOnly } from './read-only.ts'
import { requestId } from './request-log.ts'
import { ownOrigins, refuseCrossSite } from './same-origin.ts'
import { sessionCookie } from './session-cookie.ts'

/** Finds out who is asking. @throws ProblemError for credentials that are there and wrong. */
export type Identify = (request: Request) => Promise<Caller>

const BODY_LIMIT = '100kb'

/** Routes for the JSON API: every binding becomes one route, every other method a 405. */
export function createApiRouter(
  deps: Deps,
  bindings: readonly Binding[],
  identify: Identify,
): Router {
  const router = Router({ strict: true, caseSensitive: true })
  const own = ownOrigins(deps.config)
  const cookie = sessionCookie(deps.config)

  router.use('/api', (request, response, next) => {
    response.set('Cache-Control', 'no-store')
    refuseCrossSite(request, own, cookie.read(request) !== undefined)
    refuseWhenReadOnly(deps.config, request.method)
    next()
  })
  router.use('/api', express.json({ limit: BODY_LIMIT, strict: false }))

  for (const { endpoint, run } of bindings) {
    const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
    router[method](routePattern(endpoint.path), async (request, response) => {
      const caller = await identify(request)
      response.locals.actor = describe(caller)
      refuseStrangers(endpoint, caller, deps.config.PRIVATE_INDEX)
      const input = parseInput(endpoint, readRaw(endpoint, request))
      const context: Context = {
        deps,
        caller,
        origin: readOrigin(request, response),
        setSession: (value) => cookie.write(response, value),
      }
      answer(endpoint, response, await run(input as never, context as never))
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

function methodsByPattern(bindings: readonly Binding[]): Map<string, string[]> {
  const methods = new Map<string, string[]>()
  for (const { endpoint } of bindings) {
    const pattern = routePattern(endpoint.path)
    const own = endpoint.method === 'GET' ? ['GET', 'HEAD'] : [endpoint.method]
    methods.set(pattern, [...(methods.get(pattern) ?? []), ...own])
  }
  return methods
}

/** @throws ProblemError when the operation is not for this caller. */
function refuseStrangers(endpoint: Endpoint, caller: Caller, isPrivate: boolean): void {
  if (endpoint.readsIndex && isPrivate) refuseUnlessReader(caller)
  if (endpoint.auth !== 'session') return
  if (caller.kind === 'anonymous') throw notAuthenticated()
  if (caller.kind === 'token' && endpoint.token === undefined) {
    throw forbidden('An API token cannot do this; sign in with a browser')
  }
}

/** @throws ProblemError for strangers, and for tokens that do not read everything. */
function refuseUnlessReader(caller: Caller): void {
  if (caller.kind === 'anonymous') throw notAuthenticated()
  const readsAll =
    caller.kind === 'session' ||
    caller.grants.some((grant) => grant.action === 'read' && grant.target === 'account')
  if (!readsAll) throw forbidden('This API token does not read the whole index')
}

function readRaw(endpoint: Endpoint, request: Request): RawInput {
  const raw: RawInput = { params: { ...request.params }, query: { ...request.query } }
  if (endpoint.body !== undefined) raw.body = request.body as unknown
  refuseUnstorable(raw)
  return raw
}

/** NUL cannot be stored and a lone surrogate is no text, wherever in the request it stands. */
function refuseUnstorable(value: unknown): void {
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
    throw new ProblemError(
      'malformed_request',
      'Text must not contain NUL characters or lone surrogates',
    )
  }
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(refuseUnstorable)
}

export function readOrigin(request: Request, response: Response): Origin {
  return {
    requestId: requestId(response),
    address: request.ip ?? 'unknown',
    userAgent: request.get('user-agent')?.slice(0, 300) ?? '',
  }
}

function describe(caller: Caller) {
  return caller.kind === 'anonymous' ? undefined : { kind: caller.kind, id: caller.user.id }
}

/** The answer is parsed by the contract too: what is not part of it does not leave. */
function answer(endpoint: Endpoint, response: Response, result: unknown): void {
  response.status(endpoint.status)
  if (endpoint.response === undefined) {
    response.end()
    return
  }
  response.type('application/json').send(JSON.stringify(endpoint.response.parse(result)))
}
