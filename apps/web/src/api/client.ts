import {
  fillPath,
  PROBLEM_MEDIA_TYPE,
  UPLOAD_MEDIA_TYPE,
  type Endpoint,
  type EndpointCall,
  type EndpointResult,
  type Problem,
  type SentContent,
} from '@wheelhouse/shared-types'
import { askAgain } from '../features/session/reauthentication.ts'
import { takeFirstAnswer } from './first-answers.ts'
import { fromProblem, UiError } from './ui-error.ts'

type Query = Record<string, string | number | boolean | undefined>

type Parts = {
  params?: Record<string, unknown>
  query?: Query
  body?: unknown
  content?: SentContent
}

/**
 * Calls one operation of the API with the session cookie and gives its answer. One that is for
 * fresh sessions only waits until the person has shown again who they are.
 * @throws UiError for every refusal, for answers that are not ours, and when no answer comes.
 * @throws DOMException `AbortError` when `signal` is aborted.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: EndpointCall<E>,
  signal?: AbortSignal,
): Promise<EndpointResult<E>> {
  const { params, query, body, content } = input as Parts
  const sent = content ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await send(endpoint, fillPath(endpoint.path, params) + queryString(query), {
    method: endpoint.method,
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json',
      ...(sent === undefined
        ? {}
        : { 'Content-Type': content === undefined ? 'application/json' : UPLOAD_MEDIA_TYPE }),
    },
    ...(sent === undefined ? {} : { body: sent }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (!response.ok) {
    const refusal = await readRefusal(response)
    // Sent again, as it was, once the person has shown who they are.
    const shown = refusal.code === 'reauthentication_required' && (await askAgain())
    if (shown) return call(endpoint, input, signal)
    throw refusal
  }
  if (endpoint.response === undefined) return undefined as EndpointResult<E>
  try {
    return (await response.json()) as EndpointResult<E>
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new UiError('unexpected', 'the answer is not JSON', { status: response.status, cause })
  }
}

async function send(endpoint: Endpoint, url: string, init: RequestInit): Promise<Response> {
  try {
    const whole = new URL(url, location.origin)
    return await (takeFirstAnswer(endpoint.method, whole) ?? fetch(whole, init))
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new UiError('network', `${endpoint.id}: no answer`, { cause })
  }
}

/** The refusal that an answer of the API is, whoever sent it. */
export async function readRefusal(response: Response): Promise<UiError> {
  const header = Number(response.headers.get('retry-after') ?? Number.NaN)
  const retryAfter = Number.isFinite(header) ? header : undefined
  const { status } = response
  if (response.headers.get('content-type')?.startsWith(PROBLEM_MEDIA_TYPE)) {
    try {
      return fromProblem((await response.json()) as Problem, retryAfter)
    } catch (cause) {
      return new UiError('unexpected', 'the problem is not JSON', { status, retryAfter, cause })
    }
  }
  // A proxy in front of the API answers for it with pages of its own.
  const code = status === 502 || status === 503 || status === 504 ? 'unavailable' : 'unexpected'
  return new UiError(code, `status ${status}`, { status, retryAfter })
}

/** The query of a call with its question mark; empty when there is nothing in it. */
export function queryString(query: Query | undefined): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, String(value))
  }
  return search.size === 0 ? '' : `?${search}`
}
