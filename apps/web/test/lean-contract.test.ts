/** @jest-environment node */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { leanModule } from '../build/lean-contract.ts'

test('an operation comes without schemas, but for a body that a form asks for', () => {
  const code = `import { endpoint } from './endpoint.ts'
const LIMIT = 5
const common = { auth: 'session' } as const
export const Wish = z.object({ text: line(LIMIT) })
export const addWish = endpoint({ id: 'addWish', params, body: Wish, response: Wish })
export const getWish = endpoint({ ...common, id: 'getWish', query: z.object(page), response: Wish })
export const judge = (value: string) => value.length > size(LIMIT)`
  const { rest, operations } = leanModule('/src/wishes.ts', code, new Set(['addWish']))
  expect(rest).toBe(`import { endpoint } from './endpoint.ts'
const LIMIT = 5
const common = { auth: 'session' } as const
export const Wish = /* @__PURE__ */ (() => (z.object({ text: line(LIMIT) })))()
export const addWish = /* @__PURE__ */ (() => (endpoint({ id: 'addWish', params: {}, body: Wish, response: {} })))()

export const judge = (value: string) => value.length > size(LIMIT)
export * from './wishes.ts?operations'
`)
  expect(operations).toBe(`import { endpoint } from './endpoint.ts'
export const getWish = /* @__PURE__ */ (() => (endpoint({ ...{ auth: 'session' }, id: 'getWish', query: {}, response: {} })))()
`)
})

test('the app reads no schema of an operation but that of its body', () => {
  const source = new URL('../src/', import.meta.url).pathname
  const files = globSync('**/*.{ts,tsx}', { cwd: source, exclude: ['**/*.test.{ts,tsx}'] })
  const readers = files.flatMap((file) => {
    const text = readFileSync(source + file, 'utf8')
    const names = [...text.matchAll(/import \{([^}]*)\} from '@wheelhouse\/shared-types'/g)]
      .flatMap(([, list]) => (list ?? '').split(','))
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
    return names
      .filter((name) => new RegExp(`\\b${name}\\.(?:params|query|response)\\b`).test(text))
      .map((name) => `${file}: ${name}`)
  })
  expect(files.length).toBeGreaterThan(150)
  expect(readers).toEqual([])
})
