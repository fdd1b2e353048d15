import { expect } from '@jest/globals'
import { ENDPOINTS, type Endpoint } from '@wheelhouse/shared-types'
import { printOpenApi } from '@wheelhouse/shared-types/openapi'
import type { Case } from '../case.ts'
import { expectProblem, toRaw, type Caller } from '../caller.ts'
import { sampleOf } from '../samples.ts'
import type { World } from '../world.ts'

type JsonSchema = { type?: string; required?: string[]; properties?: Record<string, JsonSchema> }
type Printed = {
  paths: Record<
    string,
    Record<string, { requestBody?: { content: { 'application/json': { schema: JsonSchema } } } }>
  >
}

const printed = printOpenApi(ENDPOINTS, '0') as Printed

/** The JSON Schema of a body, as the public document has it. */
function bodySchema({ path, method }: Endpoint): JsonSchema {
  const operation = printed.paths[path]?.[method.toLowerCase()]
  return operation?.requestBody?.content['application/json'].schema ?? {}
}

async function callerFor(endpoint: Endpoint, world: World): Promise<Caller> {
  return endpoint.auth === 'session' ? await world.anyone() : world.visitor()
}

/** The ways in which a body can be wrong, for each operation that takes one. */
function bodyCases(endpoint: Endpoint): Case[] {
  const { body: sample = {}, params } = sampleOf(endpoint)
  const schema = bodySchema(endpoint)
  const send = async (world: World, body: string, headers?: Record<string, string>) => {
    const call = toRaw(endpoint, { params, body: {} })
    const caller = await callerFor(endpoint, world)
    return caller.send({ ...call, body, ...(headers === undefined ? {} : { headers }) })
  }
  const sendJson = (world: World, body: unknown) => send(world, JSON.stringify(body))
  const at = (key: string) => `/body/${key}`
  const fields = Object.entries(schema.properties ?? {})
  const texts = fields.filter(([, { type }]) => type === 'string')
  const made: [Case['shows'], string, Case['run']][] = [
    [
      'malformed_request',
      'refuses a body that is no JSON',
      async (world) => {
        const caller = await callerFor(endpoint, world)
        for (const body of ['{', '{"a":1}}', "{'a':1}", 'undefined']) {
          const call = { ...toRaw(endpoint, { params, body: {} }), body }
          expectProblem(await caller.send(call), 'malformed_request')
        }
      },
    ],
    [
      'media_type',
      'refuses a body of another type',
      async (world) => {
        const body = JSON.stringify(sample)
        for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
          expectProblem(await send(world, body, { 'content-type': type }), 'media_type')
        }
      },
    ],
    [
      'validation_failed',
      'refuses a body that is no object, and none at all',
      async (world) => {
        for (const body of [[], 'text', 1, null]) {
          expectProblem(await sendJson(world, body), 'validation_failed', [['/body', 'wrong_type']])
        }
        const caller = await callerFor(endpoint, world)
        const { body: _, ...call } = toRaw(endpoint, { params, body: {} })
        expectProblem(await caller.send(call), 'validation_failed', [['/body', 'required']])
      },
    ],
    [
      'validation_failed',
      'refuses a field that it does not know',
      async (world) => {
        const answer = await sendJson(world, { ...sample, admin: true })
        expectProblem(answer, 'validation_failed', [['/body/admin', 'unknown_field']])
      },
    ],
    [
      'validation_failed',
      'names each field that is missing',
      async (world) => {
        const problem = expectProblem(
          (schema.required ?? []).length === 0
            ? await sendJson(world, { unknown: 1 })
            : await sendJson(world, {}),
          'validation_failed',
        )
        const missing = problem.errors?.filter(({ code }) => code !== 'unknown_field')
        expect(missing?.map(({ pointer }) => pointer)).toEqual((schema.required ?? []).map(at))
      },
    ],
    [
      'validation_failed',
      'refuses a wrong type in each field',
      async (world) => {
        for (const [key] of fields) {
          // No field takes an object without a kind, so this is wrong everywhere.
          const answer = await sendJson(world, { ...sample, [key]: { nested: { deep: true } } })
          const problem = expectProblem(answer, 'validation_failed')
          expect(new Set(problem.errors?.map(({ pointer }) => pointer.split('/')[2]))).toEqual(
            new Set([key]),
          )
        }
      },
    ],
    [
      'malformed_request',
      'refuses NUL and lone surrogates in each text',
      async (world) => {
        const caller = await callerFor(endpoint, world)
        for (const [key] of texts) {
          for (const bad of ['\u0000', '\ud800']) {
            const body = JSON.stringify({ ...sample, [key]: `${String(sample[key])}${bad}` })
            const call = { ...toRaw(endpoint, { params, body: {} }), body }
            expectProblem(await caller.send(call), 'malformed_request')
          }
        }
        expect(texts.length).toBeGreaterThan(0)
      },
    ],
    [
      'validation_failed',
      'refuses other control characters in each text',
      async (world) => {
        const caller = await callerFor(endpoint, world)
        for (const [key] of texts) {
          const body = JSON.stringify({ ...sample, [key]: `${String(sample[key])}\u0001` })
          const answer = await caller.send({ ...toRaw(endpoint, { params, body: {} }), body })
          const problem = expectProblem(answer, 'validation_failed')
          const faults = problem.errors?.filter(({ pointer }) => pointer === at(key))
          // A text that is a choice is none of the choices then.
          expect(['control_character', 'not_one_of']).toContain(faults?.[0]?.code)
        }
      },
    ],
  ]
  // Two are about texts.
  const fitting = texts.length > 0 ? made : made.slice(0, -2)
  return fitting.map(([shows, name, run]) => ({ operation: endpoint, shows, name, run }))
}

/** An unknown query parameter is refused, as an unknown field is. */
function queryCase(endpoint: Endpoint): Case {
  const { params, query } = sampleOf(endpoint)
  return {
    operation: endpoint,
    shows: 'validation_failed',
    name: 'refuses a query parameter that it does not know',
    run: async (world) => {
      const caller = await callerFor(endpoint, world)
      const call = toRaw(endpoint, { params, query: { ...query, unknown: '1' } })
      expectProblem(await caller.send(call), 'validation_failed', [
        ['/query/unknown', 'unknown_field'],
      ])
    },
  }
}

function pathCases(endpoint: Endpoint): Case[] {
  const { params = {}, query, body } = sampleOf(endpoint)
  const withParam = (name: string, raw: string) => {
    const call = toRaw(endpoint, { params: { ...params, [name]: 'PLACE' }, query, body })
    return { ...call, path: call.path.replace('PLACE', raw) }
  }
  return [
    {
      operation: endpoint,
      shows: 'validation_failed',
      name: 'refuses control characters in each part of the path',
      run: async (world) => {
        const caller = await callerFor(endpoint, world)
        for (const name of Object.keys(params)) {
          const answer = await caller.send(withParam(name, 'a%01b'))
          const problem = expectProblem(answer, 'validation_failed')
          expect(problem.errors?.map((error) => error.pointer)).toContain(`/params/${name}`)
        }
      },
    },
    {
      operation: endpoint,
      shows: 'malformed_request',
      name: 'refuses NUL and broken percent-encoding in each part of the path',
      run: async (world) => {
        const caller = await callerFor(endpoint, world)
        for (const name of Object.keys(params)) {
          for (const raw of ['%ff', '%zz', 'a%00b']) {
            expectProblem(await caller.send(withParam(name, raw)), 'malformed_request')
          }
        }
      },
    },
  ]
}

/** What holds for the form of every call, made from the operations themselves. */
export const formCases: readonly Case[] = ENDPOINTS.flatMap((endpoint) => [
  ...(endpoint.body === undefined ? [] : bodyCases(endpoint)),
  ...(endpoint.query === undefined ? [] : [queryCase(endpoint)]),
  ...(endpoint.params === undefined ? [] : pathCases(endpoint)),
])
