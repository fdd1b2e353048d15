import { describe, expect, test } from '@jest/globals'
import { ENDPOINTS } from './endpoints.ts'
import { printOpenApi } from './openapi.ts'
import { PROBLEM_MEDIA_TYPE } from './problem.ts'

type Response = { content?: Record<string, { schema: unknown }> }
type Operation = { operationId: string; security?: unknown[]; responses: Record<string, Response> }
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown> }
}

const document = printOpenApi(ENDPOINTS, '0.0.0') as Document
const operations = Object.values(document.paths).flatMap((path) => Object.values(path))

/** Every `$ref` in a value. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' ? [String(inner)] : references(inner),
  )
}

describe('the OpenAPI document', () => {
  test('changes only on purpose', () => {
    expect(document).toMatchSnapshot()
  })

  test('has every operation once', () => {
    const ids = operations.map(({ operationId }) => operationId)
    expect(ids.toSorted()).toEqual(ENDPOINTS.map(({ id }) => id).toSorted())
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('refers to nothing that it does not hold', () => {
    const known = Object.keys(document.components.schemas).map((id) => `#/components/schemas/${id}`)
    const used = new Set(references(document))
    expect([...used].filter((reference) => !known.includes(reference))).toEqual([])
    expect(used).toContain('#/components/schemas/Problem')
  })

  test('asks for a session or a token where the operation does', () => {
    for (const endpoint of ENDPOINTS) {
      const operation = operations.find(({ operationId }) => operationId === endpoint.id)
      const kinds = [{ session: [] }, ...(endpoint.token === undefined ? [] : [{ token: [] }])]
      expect(operation?.security).toEqual(endpoint.auth === 'none' ? undefined : kinds)
    }
  })

  test('gives every refusal as a problem', () => {
    const refusals = operations.flatMap(({ responses }) =>
      Object.entries(responses).filter(([status]) => Number(status) >= 400),
    )
    expect(refusals.length).toBeGreaterThan(operations.length)
    for (const [, { content }] of refusals) {
      expect(Object.keys(content ?? {})).toEqual([PROBLEM_MEDIA_TYPE])
    }
  })

  test('leaves nothing of its making in the registry: printing twice gives the same', () => {
    expect(printOpenApi(ENDPOINTS, '0.0.0')).toEqual(document)
  })
})
