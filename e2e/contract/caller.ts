import { expect } from '@jest/globals'
import {
  FIELD_ERROR_CODES,
  fillPath,
  parseAnswer,
  Problem,
  PROBLEM_MEDIA_TYPE,
  PROBLEMS,
  UPLOAD_MEDIA_TYPE,
  type Endpoint,
  type EndpointCall,
  type EndpointResult,
  type ProblemCode,
} from '@wheelhouse/shared-types'
import type { Target } from './targets/target.ts'

export type Answer<Body = unknown> = {
  status: number
  headers: Headers
  body: Body
  /** What the log of the target says about an answer of 500, which says nothing of itself. */
  fault?: string | undefined
}

/** Parts of a request as they go out, for calls that the contract does not allow. */
export type RawCall = {
  method: string
  /** Path and query, as they stand in the request line. */
  path: string
  headers?: Record<string, string>
  /** Text goes out as JSON, bytes as a file. */
  body?: string | Uint8Array<ArrayBuffer>
  /** Leave out what a browser would send of itself: `origin`, `content-type`. */
  without?: readonly string[]
}

/** Somebody with a cookie jar of their own. */
export type Caller = {
  /** A call within the contract. Success is expected: any other status fails the test. */
  ok<E extends Endpoint>(endpoint: E, call: EndpointCall<E>): Promise<EndpointResult<E>>
  /** A call within the contract whose answer is looked at as it comes. */
  ask<E extends Endpoint>(endpoint: E, call: EndpointCall<E>): Promise<Answer>
  send(call: RawCall): Promise<Answer>
  /** The `Cookie` header that the next call carries. */
  cookies(): string
}

export function createCaller(target: Target): Caller {
  const jar = new Map<string, string>()
  const address = nextAddress()
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

  const send = async (call: RawCall): Promise<Answer> => {
    const headers = new Headers({
      ...(jar.size === 0 ? {} : { cookie: cookies() }),
      ...(call.method === 'GET' ? {} : { origin: target.origin }),
      ...(call.body === undefined ? {} : { 'content-type': mediaType(call.body) }),
      ...call.headers,
    })
    for (const name of call.without ?? []) headers.delete(name)
    const response = await target.fetch(
      new Request(target.origin + call.path, {
        method: call.method,
        headers,
        redirect: 'manual',
        // Bytes get no content type of their own, which text would.
        ...(call.body === undefined ? {} : { body: toBytes(call.body) }),
      }),
      address,
    )
    for (const cookie of response.headers.getSetCookie()) remember(jar, cookie)
    const text = await response.text()
    const { status } = response
    const body = parse(text)
    const fault = status === 500 ? target.faultOf((body as Problem).instance ?? '') : undefined
    return { status, headers: response.headers, body, fault }
  }
  const ask: Caller['ask'] = (endpoint, call) => send(toRaw(endpoint, call))
  return {
    cookies,
    send,
    ask,
    ok: async (endpoint, call) => {
      const { status, body, fault } = await ask(endpoint, call)
      expect({ operation: endpoint.id, status, fault, ...(status < 400 ? {} : { body }) }).toEqual({
        operation: endpoint.id,
        status: endpoint.status,
      })
      if (endpoint.response === undefined) {
        expect(body).toBeUndefined()
        return undefined as never
      }
      return parseAnswer(endpoint, body) as never
    },
  }
}

/** A call within the contract as a request. */
export function toRaw(endpoint: Endpoint, call: unknown): RawCall {
  const { params, query, body, content } = call as {
    params?: Record<string, unknown>
    query?: Record<string, unknown>
    body?: unknown
    content?: Uint8Array<ArrayBuffer>
  }
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) search.append(name, String(value))
  const suffix = search.size === 0 ? '' : `?${search.toString()}`
  return {
    method: endpoint.method,
    path: fillPath(endpoint.path, params) + suffix,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(content === undefined ? {} : { body: content }),
  }
}

const mediaType = (body: string | Uint8Array): string =>
  typeof body === 'string' ? 'application/json' : UPLOAD_MEDIA_TYPE

const toBytes = (body: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  typeof body === 'string' ? new TextEncoder().encode(body) : body

/** Expects a refusal: status, media type, code, and exactly these refused fields. */
export function expectProblem(
  answer: Answer,
  code: ProblemCode,
  fields?: readonly (readonly [pointer: string, code: string])[],
): Problem {
  const { status, body, fault } = answer
  const isFault = fault !== undefined && code !== 'internal'
  expect({ status, body, ...(isFault && { fault }) }).toMatchObject({
    status: PROBLEMS[code].status,
    ...(isFault && { fault: 'none' }),
    body: { code, status: PROBLEMS[code].status, title: PROBLEMS[code].title },
  })
  expect(answer.headers.get('content-type')?.split(';')[0]).toBe(PROBLEM_MEDIA_TYPE)
  const codes = (body as Problem).errors?.map((error) => error.code) ?? []
  const unlisted = codes.filter((one) => !FIELD_ERROR_CODES.includes(one))
  expect({ 'not in FIELD_ERROR_CODES (shared-types/src/problem.ts)': unlisted }).toEqual({
    'not in FIELD_ERROR_CODES (shared-types/src/problem.ts)': [],
  })
  const problem = Problem.parse(body)
  if (fields !== undefined) {
    expect(problem.errors?.map((error) => [error.pointer, error.code])).toEqual(fields)
  }
  return problem
}

let callers = 0

/** Each caller has an address of their own, so that limits by address keep no two cases together. */
function nextAddress(): string {
  callers += 1
  return `10.${callers >> 16}.${(callers >> 8) & 255}.${callers & 255}`
}

function remember(jar: Map<string, string>, cookie: string): void {
  const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim())
  const at = pair.indexOf('=')
  const name = pair.slice(0, at)
  const value = pair.slice(at + 1)
  const dead = attributes.some(
    (attribute) =>
      /^max-age=(?:0|-\d+)$/i.test(attribute) ||
      (/^expires=/i.test(attribute) && Date.parse(attribute.slice(8)) <= Date.now()),
  )
  if (dead || value === '') jar.delete(name)
  else jar.set(name, value)
}

function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
