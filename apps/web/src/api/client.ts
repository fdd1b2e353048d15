import {
  fillPath,
  PROBLEM_MEDIA_TYPE,
  type Endpoint,
  type EndpointCall,
  type EndpointResult,
  type Problem,
} from '@wheelhouse/shared-types'
import { fromProblem, UiError } from './ui-error.ts'

type Query = Record<string, string | number | boolean | undefined>

type Parts = {
  params?: Record<string, unknown>
  query?: Query
  body?: unknown
}

/**
 * Calls one operation of the API with the session cookie and gives its answer.
 * @throws UiError for every refusal, for answers that are not ours, and when no answer comes.
 * @throws DOMException `AbortError` when `signal` is aborted.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: EndpointCall<E>,
  signal?: AbortSignal,
): Promise<EndpointResult<E>> {
  const { params, query, body } = input as Parts
  const response = await send(endpoint, fillPath(endpoint.path, params) + queryString(query), {
    method: endpoint.method,
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (!response.ok) throw await refusal(response)
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
    return await fetch(new URL(url, location.origin), init)
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new UiError('network', `${endpoint.id}: no answer`, { cause })
  }
}

async function refusal(response: Response): Promise<UiError> {
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

function queryString(query: Query | undefined): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, String(value))
  }
  return search.size === 0 ? '' : `?${search}`
}
