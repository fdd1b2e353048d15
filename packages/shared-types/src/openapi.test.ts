import { describe, expect, test } from '@jest/globals'
import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { ENDPOINTS } from './endpoints.ts'
import { printOpenApi } from './openapi.ts'
import { PROBLEM_MEDIA_TYPE } from './problem.ts'

type Response = { content?: Record<string, { schema: unknown }> }
type Operation = {
  operationId: string
  security?: unknown[]
  parameters?: unknown[]
  responses: Record<string, Response>
}
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: Record<'schemas' | 'headers' | 'parameters', Record<string, unknown>>
}

const document = printOpenApi(ENDPOINTS, '0.0.0') as Document
const operations = Object.values(document.paths).flatMap((path) => Object.values(path))

/** Lists that come whole, and what bounds them. */
const WHOLE_LISTS = {
  listSessions: 'the browsers in which one person is signed in now',
  listEmails: 'a limit for each account',
  listTokens: 'what one person made by hand, until it is revoked or has ended',
  listOwnProjects: 'what one person has a role in; the app filters and sorts it whole',
  listWebhooks: 'a limit for each project',
  listPublishers: 'a limit for each project',
  listPendingPublishers: 'a limit for each account',
  listPeople: 'the people of one project, each of whom somebody invited',
  listProjectInvitations: 'what owners invited within some weeks, at a limited rate',
  listOwnProjectInvitations: 'what one person can answer now, with a bound',
  listDeletedProjects: 'what one person deleted within the days of undoing',
  yankReleases: 'as many as were named, a hundred at the most',
  unyankReleases: 'as many as were named, a hundred at the most',
}

const printed = (schema: Endpoint['response']): { properties?: object } =>
  schema === undefined ? {} : z.toJSONSchema(schema, { unrepresentable: 'any' })

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
    for (const kind of ['headers', 'parameters'] as const) {
      known.push(
        ...Object.keys(document.components[kind]).map((id) => `#/components/${kind}/${id}`),
      )
    }
    const used = new Set(references(document))
    expect([...used].filter((reference) => !known.includes(reference))).toEqual([])
    expect(used).toContain('#/components/schemas/Problem')
  })

  test('asks for a session or a token where the operation does', () => {
    for (const endpoint of ENDPOINTS) {
      const operation = operations.find(({ operationId }) => operationId === endpoint.id)
      const kinds = [
        { session: [] },
        ...(endpoint.token === undefined ? [] : [{ token: [endpoint.token] }]),
      ]
      expect(operation?.security).toEqual(endpoint.auth === 'none' ? undefined : kinds)
    }
  })

  test('says which unsafe operations take an Idempotency-Key, and which of them never do', () => {
    const key = { $ref: '#/components/parameters/IdempotencyKey' }
    const taking = operations.filter(({ parameters }) =>
      parameters?.some((one) => JSON.stringify(one) === JSON.stringify(key)),
    )
    const ids = taking.map(({ operationId }) => operationId)
    expect(ids).toEqual(expect.arrayContaining(['yankRelease', 'deleteFile', 'addEmail']))
    // What is shown once is not kept anywhere.
    const shownOnce = ENDPOINTS.filter((endpoint) => {
      const { properties = {} } = printed(endpoint.response)
      return 'secret' in properties || 'recoveryCodes' in properties
    })
    expect(shownOnce.length).toBeGreaterThan(4)
    expect(shownOnce.filter(({ id }) => ids.includes(id))).toEqual([])
  })

  test('pages every list that can grow without end', () => {
    const lists = ENDPOINTS.filter(
      ({ response }) => 'items' in (printed(response).properties ?? {}),
    )
    const whole = lists.filter(({ query }) => !('cursor' in (printed(query).properties ?? {})))
    expect(whole.map(({ id }) => id).toSorted()).toEqual(Object.keys(WHOLE_LISTS).toSorted())
    expect(lists.length).toBeGreaterThan(whole.length)
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
