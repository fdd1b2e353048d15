import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ENDPOINTS, fillPath } from '@wheelhouse/shared-types'
import { BINDINGS } from './app.ts'
import { startTestApi, type TestApi } from './test/start-test-api.ts'
import { send } from './test/send.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

test('every operation of the contract has one use case, and there are no others', () => {
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).toSorted()
  expect(ids(BINDINGS.map(({ endpoint }) => endpoint))).toEqual(ids(ENDPOINTS))
  for (const { endpoint } of BINDINGS) expect(ENDPOINTS).toContain(endpoint)
})

test('no two operations have one address', () => {
  const addresses = ENDPOINTS.map(
    ({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`,
  )
  expect(new Set(addresses).size).toBe(addresses.length)
})

test('the printed document has every operation and nothing else', async () => {
  const answer = await send(api.origin, { path: '/api/openapi.json' })
  expect(answer.status).toBe(200)
  const { openapi, paths } = answer.json<{
    openapi: string
    paths: Record<string, Record<string, unknown>>
  }>()
  expect(openapi).toMatch(/^3\.1/)
  const printed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(printed.toSorted()).toEqual(
    ENDPOINTS.map(({ method, path }) => `${method} ${path}`).toSorted(),
  )
})

const isFilledFrom = (template: string, path: string) =>
  new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path)

test('every address answers other methods with 405 and those that it takes', async () => {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
  const byPath = new Map<string, Set<string>>()
  for (const { method, path } of ENDPOINTS) {
    const taken = byPath.get(path) ?? new Set()
    taken.add(method)
    if (method === 'GET') taken.add('HEAD')
    byPath.set(path, taken)
  }
  for (const [template, taken] of byPath) {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, 'x'])
    const path = fillPath(template, Object.fromEntries(names) as Record<string, string>)
    // A word at the end of one address may be an id to another.
    const others = ENDPOINTS.filter((other) => isFilledFrom(other.path, path))
    const isTaken = (name: string) => others.some(({ method }) => method === name)
    for (const method of methods.filter((name) => !isTaken(name))) {
      const answer = await send(api.origin, { method, path })
      expect([path, method, answer.status]).toEqual([path, method, 405])
      expect(answer.headers.allow!.split(', ').toSorted()).toEqual([...taken].toSorted())
      expect(answer.json()).toMatchObject({ code: 'method_not_allowed' })
    }
  }
})

test('addresses of the API are exact: no slash behind, no other case, nothing below', async () => {
  for (const path of [
    '/api/v1/site/',
    '/api/v1/Site',
    '/api/v1/site/x',
    '/api/v1',
    '/api',
    '/api/',
    '/api/v2/site',
    '/api/v1//site',
  ]) {
    const answer = await send(api.origin, { path })
    expect([path, answer.status, answer.headers['content-type']]).toEqual([
      path,
      404,
      expect.stringContaining('application/problem+json'),
    ])
  }
})

test('what nothing answers is one kind of refusal, for any method', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const answer = await send(api.origin, { method, path: '/nothing/here' })
    expect([method, answer.status, answer.json()]).toMatchObject([
      method,
      404,
      { code: 'not_found' },
    ])
  }
})
