import { delay, http, HttpResponse, type HttpHandler } from 'msw'
import {
  BODY_LIMIT_BYTES,
  parseAnswer,
  parseInput,
  PROBLEM_MEDIA_TYPE,
  ProblemError,
  routePattern,
  toProblem,
  UPLOAD_MEDIA_TYPE,
  type Endpoint,
  type EndpointInput,
  type EndpointResult,
  type Method,
  type RawInput,
  type ReceivedContent,
} from '@wheelhouse/shared-types'
import {
  createContext,
  refuseOtherSites,
  refuseStrangers,
  type Context,
  type ContextOptions,
} from './context.ts'
import type { MockDb } from './db.ts'
import { recordOperation } from './events.ts'
import { answerOnce } from './idempotency.ts'
import { recordProjectOperation } from './project-events.ts'
import type { Persistence } from './persistence.ts'
import { NoAnswer, obeySentinels, orderedFailure } from './sentinels.ts'
import { tellWebhooks } from './webhooks.ts'

/** The mock's form of an operation, with the signature that the API's use cases have too. */
export type UseCase<E extends Endpoint> = (
  input: EndpointInput<E>,
  context: Context,
) => EndpointResult<E> | Promise<EndpointResult<E>>

/** An operation bound to its use case; `answer` takes a whole request to a whole response. */
export type Operation = {
  readonly endpoint: Endpoint
  answer(request: Request, options: ContextOptions): Promise<Response>
}

/** Binds an endpoint to its use case: parses both ways and turns refusals into problems. */
export function bind<E extends Endpoint>(endpoint: E, useCase: UseCase<E>): Operation {
  return {
    endpoint,
    answer: (request, options) =>
      answerProblems(async () => {
        refuseAsTold(options.db, endpoint)
        refuseOtherSites(request, options)
        const { body, content } = endpoint.upload
          ? { body: undefined, content: await readContent(request) }
          : { body: await readBody(request, endpoint.bodyLimit), content: undefined }
        const { context, headers } = createContext(request, options)
        refuseStrangers(endpoint, context)
        const raw = readParts(request, endpoint, body)
        await obeySentinels(raw, delay)
        const input = parseInput(endpoint, raw)
        const parts = content === undefined ? input : { ...input, content }
        const { result, isReplay } = await answerOnce(
          { endpoint, request, body, context },
          async () => {
            const done = await useCase(parts as EndpointInput<E>, context)
            recordOperation(
              options.db,
              endpoint.id,
              context.account?.id ?? whoIn(options.db, done),
              {
                userAgent:
                  request.headers.get('user-agent') ?? globalThis.navigator?.userAgent ?? null,
                body,
              },
            )
            recordProjectOperation(context, endpoint.id, input)
            tellWebhooks(context, endpoint.id, input)
            return done
          },
        )
        if (isReplay) headers.set('idempotency-replayed', 'true')
        headers.set('cache-control', 'no-store')
        if (endpoint.response === undefined) {
          return new HttpResponse(null, { status: endpoint.status, headers })
        }
        // Parsed once more: a row's extra fields must not reach the app, and drift must show.
        return HttpResponse.json(parseAnswer(endpoint, result) as object, {
          status: endpoint.status,
          headers,
        })
      }),
  }
}

/** Whom an answer is about that was given to a visitor: who signed in, or whose address it is. */
function whoIn(db: MockDb, result: unknown): string | undefined {
  const { account, username } = (result ?? {}) as { account?: { id: string }; username?: string }
  return account?.id ?? db.accounts.find((row) => row.username === username)?.id
}

/** A refusal that was ordered with `failNext`, once. */
function refuseAsTold(db: MockDb, { id }: Endpoint): void {
  const code = db.failures[id]
  if (code === undefined) return
  delete db.failures[id]
  throw orderedFailure(code, id)
}

/** The MSW handler of an operation. */
export function toHandler(
  operation: Operation,
  options: ContextOptions & { persistence?: Persistence },
): HttpHandler {
  const { method, path } = operation.endpoint
  const verb: Record<Method, typeof http.get> = {
    GET: http.get,
    POST: http.post,
    PUT: http.put,
    PATCH: http.patch,
    DELETE: http.delete,
  }
  return verb[method](`*${routePattern(path)}`, async ({ request }) => {
    options.persistence?.pull()
    const response = await operation.answer(request, options)
    options.persistence?.push()
    return response
  })
}

/** Runs `work`; a thrown `ProblemError` becomes its answer, anything else a 500. */
export async function answerProblems(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ProblemError) return problemResponse(error)
    if (error instanceof NoAnswer) return HttpResponse.error()
    // oxlint-disable-next-line no-console -- a fault of the mock must be seen by who runs it
    console.error('mock-api:', error)
    return problemResponse(
      new ProblemError('internal', `The mock failed: ${String(error)}`, { cause: error }),
    )
  }
}

/** A refusal as its answer. */
export function problemResponse(error: ProblemError): Response {
  const problem = toProblem(error, crypto.randomUUID())
  return HttpResponse.json(problem, {
    status: problem.status,
    headers: {
      'cache-control': 'no-store',
      'content-type': PROBLEM_MEDIA_TYPE,
      ...(error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) }),
    },
  })
}

function readParts(request: Request, endpoint: Endpoint, body: unknown): RawInput {
  const url = new URL(request.url)
  const raw: RawInput = {
    params: readParams(url.pathname, endpoint.path),
    query: readQuery(url.searchParams),
    ...(endpoint.body === undefined ? {} : { body }),
  }
  if (holdsUnstorable(raw)) {
    throw new ProblemError('malformed_request', 'Text must not hold NUL or lone surrogates')
  }
  return raw
}

/** Whether a text anywhere in the value holds NUL or a lone surrogate, which no database keeps. */
function holdsUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some((entry) => entry.some(holdsUnstorable))
}

/** The parameters of a path, decoded here because a bad escape is a refusal, not a crash. */
function readParams(path: string, template: string): Record<string, string> {
  const parts = path.split('/')
  const params: Record<string, string> = {}
  for (const [index, part] of template.split('/').entries()) {
    if (!part.startsWith('{')) continue
    try {
      params[part.slice(1, -1)] = decodeURIComponent(parts[index] ?? '')
    } catch {
      throw new ProblemError('malformed_request', 'The address has a broken percent-encoding')
    }
  }
  return params
}

/** A parameter given twice is a list, which no schema takes. */
function readQuery(search: URLSearchParams): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name)
    query[name] = values.length === 1 ? (values[0] ?? '') : values
  }
  return query
}

/** A file, which the mock takes into memory. */
async function readContent(request: Request): Promise<ReceivedContent> {
  const bytes = new Uint8Array(await request.arrayBuffer())
  if (bytes.length > 0 && mediaTypeOf(request) !== UPLOAD_MEDIA_TYPE) {
    throw new ProblemError('media_type', `Send the body with Content-Type: ${UPLOAD_MEDIA_TYPE}`)
  }
  return {
    bytes: (async function* () {
      yield bytes
    })(),
    declaredSize: bytes.length,
  }
}

const mediaTypeOf = (request: Request): string | undefined =>
  (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()

/** The body, whether or not the operation takes one; undefined where there is none. */
async function readBody(request: Request, limit = BODY_LIMIT_BYTES): Promise<unknown> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  const bytes = new Uint8Array(await request.arrayBuffer())
  const isJson = mediaTypeOf(request) === 'application/json'
  // An empty body that calls itself JSON is an empty object, as to the API's parser.
  if (bytes.length === 0) return isJson ? {} : undefined
  if (!isJson) {
    throw new ProblemError('media_type', 'Send the body with Content-Type: application/json')
  }
  if (bytes.length > limit) {
    throw new ProblemError('body_too_large', `A body may have at most ${limit} bytes`)
  }
  try {
    return JSON.parse(new TextDecoder('utf-8').decode(bytes))
  } catch (error) {
    throw new ProblemError('malformed_request', 'The body is not valid JSON', { cause: error })
  }
}
