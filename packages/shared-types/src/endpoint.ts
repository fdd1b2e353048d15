import type * as z from 'zod/mini'
import type { ProblemCode } from './problem.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What an API token may do. A token holds a set of these for each thing it is good for. */
export type TokenAction = 'upload' | 'yank' | 'manage' | 'read'

/**
 * Who may call: `none` = anybody (a session, if there is one, is not looked at);
 * `optional` = anybody, and a session adds to the answer; `session` = a signed-in person.
 */
export type EndpointAuth = 'none' | 'optional' | 'session'

export type AnySchema = z.ZodMiniType
/** The schema of an operation without a part (no query, no body, no answer). */
export type NoSchema = undefined

/**
 * One JSON operation, and the only description of it: the API binds it to a use case, the web
 * client calls it, the mock binds it to an in-memory use case, OpenAPI is printed from it.
 */
export type Endpoint<
  Params extends AnySchema | NoSchema = AnySchema | NoSchema,
  Query extends AnySchema | NoSchema = AnySchema | NoSchema,
  Body extends AnySchema | NoSchema = AnySchema | NoSchema,
  Response extends AnySchema | NoSchema = AnySchema | NoSchema,
  Auth extends EndpointAuth = EndpointAuth,
  Token extends TokenAction | undefined = TokenAction | undefined,
  Upload extends boolean = boolean,
> = {
  /** Operation id, unique; also the first part of the client's query keys. */
  readonly id: string
  readonly method: Method
  /** OpenAPI template, for example `/api/v1/tokens/{id}`. */
  readonly path: `/api/${string}`
  readonly tag: string
  readonly summary: string
  readonly auth: Auth
  /** An API token with this action (on the project in the path) may call as well. */
  readonly token: Token
  /** Only for somebody who showed within the last hour who they are (`reauthentication_required`). */
  readonly fresh: boolean
  /**
   * Takes the header `Idempotency-Key`: sent again with the same key, it is not done again. So is
   * every unsafe operation of somebody who is known, but for files (the same file changes nothing),
   * and for answers that are never kept: they hold what is shown once, or a cookie goes with them.
   */
  readonly idempotencyKey: boolean
  /** Shows what is in the index: in a private one it is not for strangers, whatever `auth` says. */
  readonly readsIndex: boolean
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** Bytes that a JSON body may have, where that is more than `BODY_LIMIT_BYTES`. */
  readonly bodyLimit: number | undefined
  /**
   * The body is one file, byte for byte, as `application/octet-stream`; what belongs to it (its
   * name) stands in the query. Not a form: a bare file is streamed and counted as it comes, a
   * browser shows the progress of it and cuts it off, and no other site can have it sent, since
   * this type takes a CORS preflight where `multipart/form-data` takes none.
   */
  readonly upload: Upload
  readonly response: Response
  /** Status of success. */
  readonly status: 200 | 201 | 202 | 204
  /** Refusals that are part of the contract, beside those every operation can give. */
  readonly problems: readonly ProblemCode[]
}

type Output<S> = S extends AnySchema ? z.output<S> : undefined
type Input<S> = S extends AnySchema ? z.input<S> : undefined
type Part<Name extends string, S, V> = S extends AnySchema ? { readonly [K in Name]: V } : unknown

type ContentPart<Upload, V> = Upload extends true ? { readonly content: V } : unknown

/** A file on its way in. */
export type ReceivedContent = {
  /** To be read once. Reading throws when the sender goes away. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** Bytes, as the sender says; undefined when it says nothing. */
  readonly declaredSize: number | undefined
}
/** A file to be sent. */
export type SentContent = Blob | Uint8Array<ArrayBuffer>
/** What a JSON body may have, unless its operation says otherwise. */
export const BODY_LIMIT_BYTES = 100 * 1024
/** Media type of an `upload` endpoint's body. */
export const UPLOAD_MEDIA_TYPE = 'application/octet-stream'

/** What a use case receives: the parsed parts that the endpoint has, and no others. */
export type EndpointInput<E extends Endpoint> = Part<'params', E['params'], Output<E['params']>> &
  Part<'query', E['query'], Output<E['query']>> &
  Part<'body', E['body'], Output<E['body']>> &
  ContentPart<E['upload'], ReceivedContent>

/** What a caller gives: the parts before parsing (defaults may be left out). */
export type EndpointCall<E extends Endpoint> = Part<'params', E['params'], Input<E['params']>> &
  Part<'query', E['query'], Input<E['query']>> &
  Part<'body', E['body'], Input<E['body']>> &
  ContentPart<E['upload'], SentContent>

/** The body of a successful answer; `undefined` for 204 and 202 without one. */
export type EndpointResult<E extends Endpoint> = Output<E['response']>

type Definition<Params, Query, Body, Response, Auth, Token, Upload> = Pick<
  Endpoint,
  'id' | 'method' | 'path' | 'tag' | 'summary'
> & {
  readonly auth?: Auth
  readonly token?: Token
  readonly fresh?: boolean
  readonly idempotencyKey?: false
  readonly readsIndex?: boolean
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly bodyLimit?: number
  readonly upload?: Upload
  readonly response?: Response
  readonly status?: Endpoint['status']
  readonly problems?: readonly ProblemCode[]
}

/** Makes an operation's value; parts left out become `undefined`, the status follows from the answer. */
export function endpoint<
  Params extends AnySchema | NoSchema = NoSchema,
  Query extends AnySchema | NoSchema = NoSchema,
  Body extends AnySchema | NoSchema = NoSchema,
  Response extends AnySchema | NoSchema = NoSchema,
  const Auth extends EndpointAuth = 'none',
  const Token extends TokenAction | undefined = undefined,
  const Upload extends boolean = false,
>(
  definition: Definition<Params, Query, Body, Response, Auth, Token, Upload>,
): Endpoint<Params, Query, Body, Response, Auth, Token, Upload> {
  return {
    auth: 'none',
    token: undefined,
    fresh: false,
    idempotencyKey:
      definition.auth === 'session' && definition.method !== 'GET' && definition.upload !== true,
    readsIndex: false,
    problems: [],
    status: definition.response === undefined ? 204 : 200,
    params: undefined,
    query: undefined,
    body: undefined,
    bodyLimit: undefined,
    upload: false,
    response: undefined,
    ...definition,
  } as Endpoint<Params, Query, Body, Response, Auth, Token, Upload>
}

/**
 * The path of a call, each parameter percent-encoded.
 * @throws RangeError when a parameter of the template is missing.
 */
export function fillPath(template: string, params: Readonly<Record<string, unknown>> = {}): string {
  return template.replace(/\{([A-Za-z]+)\}/g, (_, name: string) => {
    const value = params[name]
    if (typeof value !== 'string') throw new RangeError(`path parameter ${name} is missing`)
    return encodeURIComponent(value)
  })
}

/** The template in the spelling of Express and MSW: `/api/v1/tokens/:id`. */
export function routePattern(template: string): string {
  return template.replace(/\{([A-Za-z]+)\}/g, ':$1')
}
