import { readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { ENDPOINTS, routePattern, type ProblemCode } from '@wheelhouse/shared-types'
import { createOperationHandlers } from '@wheelhouse/web/mock-api'
import { createDb } from '@wheelhouse/web/mock-api/db'
import { CASES } from './all-cases.ts'
import { PART } from './run-cases.ts'
import { SAMPLES } from './samples.ts'

/** Refusals without a case, and why. A code that every operation lists stands here once. */
const NOT_SHOWN: Partial<Record<ProblemCode, string>> = {
  rate_limited: 'limits differ by installation; the form of the answer is shown by signIn',
}

const shown = new Set(CASES.map(({ operation, shows }) => `${operation.id} ${shows}`))
const isShown = (id: string, code: string) => shown.has(`${id} ${code}`)

describe('the contract suite', () => {
  test.each(ENDPOINTS.map((endpoint) => [endpoint.id, endpoint] as const))(
    'covers %s',
    (id, endpoint) => {
      const codes: ('success' | ProblemCode)[] = ['success', ...endpoint.problems]
      if (endpoint.auth === 'session') codes.push('not_authenticated', 'ambiguous_credentials')
      if (endpoint.auth === 'session' && endpoint.method !== 'GET') codes.push('cross_site')
      if (endpoint.fresh) codes.push('reauthentication_required')
      if (endpoint.token !== undefined) codes.push('token_invalid')
      if (endpoint.body !== undefined) codes.push('malformed_request', 'media_type')
      if (endpoint.upload) codes.push('media_type')
      if (endpoint.params ?? endpoint.query ?? endpoint.body) codes.push('validation_failed')
      const missing = codes.filter(
        (code) => !isShown(id, code) && !(code !== 'success' && code in NOT_SHOWN),
      )
      expect(missing).toEqual([])
    },
  )

  test('has a sample of every operation that takes something, and of no other', () => {
    const taking = ENDPOINTS.filter(({ params, query, body }) => params ?? query ?? body)
    const ids = (endpoints: Iterable<{ id: string }>) => [...endpoints].map(({ id }) => id)
    expect(ids(SAMPLES.keys()).toSorted()).toEqual(ids(taking).toSorted())
  })

  test('has a file for each part that it is run in', () => {
    const found = readdirSync(import.meta.dirname).flatMap((file) => {
      const [, part, parts] = PART.exec(file) ?? []
      return part === undefined ? [] : [{ part: Number(part), parts: Number(parts) }]
    })
    const parts = found.length
    const all = Array.from({ length: parts }, (_, index) => ({ part: index + 1, parts }))
    expect(found.toSorted((a, b) => a.part - b.part)).toEqual(all)
    expect(parts).toBeGreaterThan(0)
  })

  test('excuses no refusal that could not be met', () => {
    const listed = new Set<string>(ENDPOINTS.flatMap(({ problems }) => problems))
    expect(Object.keys(NOT_SHOWN).filter((code) => !listed.has(code))).toEqual([])
    expect(isShown('signIn', 'rate_limited')).toBe(true)
  })
})

describe('the handlers of the mock', () => {
  test('are the operations of the contract', () => {
    const handlers = createOperationHandlers(createDb()).map(
      ({ info }) => `${String(info.method)} ${String(info.path)}`,
    )
    const operations = ENDPOINTS.map(({ method, path }) => `${method} *${routePattern(path)}`)
    expect(handlers.toSorted()).toEqual(operations.toSorted())
  })
})
