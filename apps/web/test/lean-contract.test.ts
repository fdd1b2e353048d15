/** @jest-environment node */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { addEmail, ENDPOINTS, listEmails, removeEmail } from '@wheelhouse/shared-types'
import * as z from 'zod/mini'
import { leanModule, leanOperation } from '../build/lean-contract.ts'

test('operations and plain values come from modules of their own, the rest is free of side effects', () => {
  const code = `import { endpoint } from './endpoint.ts'
export const LIMIT = 5
const own = 6
export const Wish = z.object({ text: line(LIMIT) })
export const addWish = endpoint({ id: 'addWish', body: Wish })
export const judge = (value: string) => value.length > size(LIMIT)`
  const exported = { LIMIT: 5, Wish: z.object({}), addWish: addEmail, judge: () => true }
  expect(leanModule('/src/wishes.ts', code, exported))
    .toBe(`import { endpoint } from './endpoint.ts'

const own = 6
export const Wish = /* @__PURE__ */ (() => (z.object({ text: line(LIMIT) })))()

export const judge = (value: string) => value.length > size(LIMIT)
export { addWish } from './wishes.ts?operation=addWish'
import { LIMIT } from './wishes.ts?values'
export { LIMIT }`)
})

test('an operation is its name, its address, and whether there is an answer to be read', () => {
  expect(leanOperation('listEmails', listEmails)).toBe(
    'export const listEmails = {"id":"listEmails","method":"GET","path":"/api/v1/account/emails","response":{}}\n',
  )
  expect(leanOperation('removeEmail', removeEmail)).not.toContain('response')
  expect(() => leanOperation('gone', undefined)).toThrow('gone is no operation')
})

test('the app reads nothing else of an operation', () => {
  const source = new URL('../src/', import.meta.url).pathname
  const files = globSync('**/*.{ts,tsx}', { cwd: source, exclude: ['**/*.test.{ts,tsx}'] })
  const ids = new Set(ENDPOINTS.map(({ id }) => id))
  const readers = files.flatMap((file) => {
    const text = readFileSync(source + file, 'utf8')
    const names = [...text.matchAll(/import \{([^}]*)\} from '@wheelhouse\/shared-types'/g)]
      .flatMap(([, list]) => (list ?? '').split(','))
      .map((name) => name.trim())
      .filter((name) => ids.has(name))
    const read = new RegExp(
      `\\b(?:${['endpoint', ...names].join('|')})\\.(?!id|method|path)\\w+`,
      'g',
    )
    return (text.match(read) ?? []).map((found) => `${file}: ${found}`)
  })
  expect(files.length).toBeGreaterThan(150)
  // Only whether it is there.
  expect(readers).toEqual(['api/client.ts: endpoint.response'])
})
