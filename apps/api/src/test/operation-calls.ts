import { ENDPOINTS, fillPath, type Endpoint } from '@wheelhouse/shared-types'

export type OperationCall = {
  readonly endpoint: Endpoint
  readonly method: string
  readonly path: string
  /** JSON text; undefined for operations without a body. */
  readonly body: string | undefined
}

/** Values for parameters and fields by name, so that a call would do something if it got through. */
export type CallValues = Readonly<Record<string, unknown>>

/** A call of every operation of the JSON API, with `values` where they fit. */
export function operationCalls(values: CallValues): OperationCall[] {
  return ENDPOINTS.map((endpoint) => {
    const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
    const text = (name: string) => (typeof values[name] === 'string' ? values[name] : 'x')
    const params = Object.fromEntries(names.map((name) => [name, text(name)]))
    // What is to be deleted is the last that the path names.
    const query = asksToConfirm(endpoint) ? `?confirm=${text(names.at(-1)!)}` : ''
    return {
      endpoint,
      method: endpoint.method,
      path: fillPath(endpoint.path, params) + query,
      body: endpoint.body === undefined ? undefined : JSON.stringify(bodyOf(endpoint, values)),
    }
  })
}

const asksToConfirm = ({ query }: Endpoint): boolean =>
  query !== undefined &&
  'confirm' in (query as unknown as { def: { shape: Record<string, unknown> } }).def.shape

function bodyOf(endpoint: Endpoint, values: CallValues): unknown {
  const fields = (endpoint.body as unknown as { def: { shape: Record<string, unknown> } }).def.shape
  return Object.fromEntries(Object.keys(fields).map((name) => [name, values[name] ?? 'x']))
}
