import * as z from 'zod/mini'
import { UPLOAD_MEDIA_TYPE, type AnySchema, type Endpoint } from './endpoint.ts'
import { PROBLEM_MEDIA_TYPE, PROBLEMS, type ProblemCode } from './problem.ts'

type Json = Record<string, unknown>
const COMPONENT = '#/components/schemas/'
/** Id under which an unnamed schema stands in the registry while it is printed. */
const TEMPORARY = 'temporary'

/** The OpenAPI 3.1 document of a list of operations; `version` is the product's. */
export function printOpenApi(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const operations = (paths[endpoint.path] ??= {})
    operations[endpoint.method.toLowerCase()] = printOperation(endpoint)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Wheelhouse', version, license: { name: 'Apache-2.0' } },
    paths,
    components: {
      schemas: components(),
      headers: HEADERS,
      parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-wheelhouse' },
        token: { type: 'http', scheme: 'bearer', description: 'An API token (wh_…)' },
      },
    },
  }
}

const text = (description: string): Json => ({ description, schema: { type: 'string' } })

const HEADERS = {
  RateLimit: text('Calls that are left, and seconds until all are: `"calls";r=19999;t=3600`'),
  'RateLimit-Policy': text('Calls that are allowed, in how many seconds: `"calls";q=20000;w=3600`'),
  'Idempotency-Replayed': text('`true` on an answer that was given before'),
  'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } },
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Any text, new for each request, the same when it is sent again: then it is not done again, and the answer is that of the first time. Remembered for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
}

const headers = (...names: (keyof typeof HEADERS)[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

function components(): Json {
  const named = Object.entries(printRegistry('output'))
  return Object.fromEntries(named.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function printOperation(endpoint: Endpoint): Json {
  return {
    operationId: endpoint.id,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    ...security(endpoint),
    ...parameters(endpoint),
    ...requestBody(endpoint),
    responses: { [endpoint.status]: success(endpoint), ...refusals(endpoint) },
  }
}

function requestBody(endpoint: Endpoint): Json {
  const content =
    endpoint.body !== undefined
      ? { 'application/json': { schema: print(endpoint.body, 'input') } }
      : endpoint.upload
        ? // No schema: in OpenAPI 3.1 that is what any bytes are.
          { [UPLOAD_MEDIA_TYPE]: {} }
        : undefined
  return content === undefined ? {} : { requestBody: { required: true, content } }
}

function security(endpoint: Endpoint): Json {
  if (endpoint.auth === 'none') return {}
  const kinds: Json[] = [{ session: [] }]
  // The action that the token must have: OpenAPI 3.1 calls it a role.
  if (endpoint.token !== undefined) kinds.push({ token: [endpoint.token] })
  if (endpoint.auth === 'optional') kinds.push({})
  return { security: kinds }
}

function parameters(endpoint: Endpoint): Json {
  const list = [
    ...printParameters(endpoint.params, 'path'),
    ...printParameters(endpoint.query, 'query'),
    ...(endpoint.idempotencyKey ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ]
  return list.length === 0 ? {} : { parameters: list }
}

function printParameters(schema: AnySchema | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = print(schema, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

function success(endpoint: Endpoint): Json {
  const common = { description: 'Done', ...successHeaders(endpoint) }
  if (endpoint.response === undefined) return common
  return {
    ...common,
    content: { 'application/json': { schema: print(endpoint.response, 'output') } },
  }
}

function successHeaders({ auth, idempotencyKey }: Endpoint): Json {
  if (auth === 'none') return {}
  const replayed = idempotencyKey ? (['Idempotency-Replayed'] as const) : []
  return { headers: headers('RateLimit', 'RateLimit-Policy', ...replayed) }
}

/** Refusals by status; the codes a caller can meet stand in the description. */
function refusals(endpoint: Endpoint): Json {
  const common: ProblemCode[] = ['malformed_request', 'internal', 'unavailable']
  if (endpoint.params ?? endpoint.query ?? endpoint.body) common.push('validation_failed')
  if (endpoint.auth === 'session') common.push('not_authenticated', 'rate_limited')
  if (endpoint.token !== undefined) common.push('token_invalid')
  if (endpoint.idempotencyKey) {
    common.push('request_under_way', 'answer_lost', 'idempotency_key_reused')
  }
  if (endpoint.fresh) common.push('reauthentication_required')
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of new Set([...common, ...endpoint.problems])) {
    for (const status of statusesOf(code)) {
      byStatus.set(status, [...(byStatus.get(status) ?? []), code])
    }
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.join(', '),
        ...(status === 429 || status === 503 ? { headers: headers('Retry-After') } : {}),
        content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: `${COMPONENT}Problem` } } },
      },
    ]),
  )
}

function statusesOf(code: ProblemCode): number[] {
  const problem: { status: number; also?: readonly number[] } = PROBLEMS[code]
  return [problem.status, ...(problem.also ?? [])]
}

/** A schema as JSON Schema, named resources in it as references to the components. */
function print(schema: AnySchema, io: 'input' | 'output'): Json {
  const named = z.globalRegistry.get(schema)?.id
  if (named !== undefined) return { $ref: `${COMPONENT}${named}` }
  z.globalRegistry.add(schema, { id: TEMPORARY })
  try {
    return printRegistry(io)[TEMPORARY] ?? {}
  } finally {
    z.globalRegistry.remove(schema)
  }
}

function printRegistry(io: 'input' | 'output'): Record<string, Json> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    io,
    uri: (id) => `${COMPONENT}${id}`,
    unrepresentable: 'any',
  })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  )
}
