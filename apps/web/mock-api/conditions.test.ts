/** @jest-environment node */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { getResponse, http, HttpResponse } from 'msw'
import { CALM, createConditionsHandler, type Conditions } from './conditions.ts'
import { createHandlers } from './create-handlers.ts'
import { createDb } from './db.ts'
import { seed } from './seed.ts'
import { sentinelTable } from './sentinels.ts'

const ask = async (conditions: Conditions, method = 'GET', random = 0.5) => {
  const request = new Request('http://localhost/api/v1/site', { method })
  const handlers = [
    createConditionsHandler('*/api/*', conditions, () => random),
    http.all('*/api/*', () => new HttpResponse(null, { status: 204 })),
  ]
  const response = await getResponse(handlers, request)
  return { type: response?.type, status: response?.status, body: await readJson(response) }
}

async function readJson(response: Response | undefined): Promise<unknown> {
  const text = (await response?.text()) ?? ''
  return text === '' ? undefined : JSON.parse(text)
}

describe('conditions', () => {
  test('calm, nothing stands in the way', async () => {
    expect((await ask({ ...CALM }, 'POST', 0)).status).toBe(204)
  })

  test('offline: no answer', async () => {
    expect((await ask({ ...CALM, offline: true })).type).toBe('error')
  })

  test('read-only: reads go on, changes are refused as by the API', async () => {
    const conditions = { ...CALM, readOnly: true }
    expect((await ask(conditions)).status).toBe(204)
    expect(await ask(conditions, 'DELETE')).toMatchObject({
      status: 503,
      body: { code: 'unavailable', retryAfter: 30 },
    })
  })

  test('the error rate decides by chance', async () => {
    const conditions = { ...CALM, errorRate: 20 }
    expect((await ask(conditions, 'GET', 0.19)).status).toBe(500)
    expect((await ask(conditions, 'GET', 0.2)).status).toBe(204)
  })

  test('the next call fails, and the one after it does not', async () => {
    const conditions: Conditions = { ...CALM, nextFailure: 'conflict' }
    expect(await ask(conditions)).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect((await ask(conditions)).status).toBe(204)
  })
})

describe('sentinels', () => {
  const search = async (q: string) => {
    const handlers = createHandlers(createDb(seed))
    const request = new Request(`http://localhost/api/v1/projects?q=${encodeURIComponent(q)}`)
    const response = await getResponse(handlers, request)
    return { type: response?.type, status: response?.status, body: await readJson(response) }
  }

  test.each([
    ['fail-503', 503, 'unavailable'],
    ['fail-email_unverified', 403, 'email_unverified'],
    ['fail-404@example.org', 404, 'not_found'],
  ])('%s', async (q, status, code) => {
    expect(await search(q)).toMatchObject({ status, body: { code } })
  })

  test('a refused field is the one with the sentinel in it', async () => {
    expect(await search('fail-422')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/query/q' }] },
    })
  })

  test('no answer, and a late one', async () => {
    expect((await search('fail-network')).type).toBe('error')
    const start = performance.now()
    expect((await search('slow-50')).status).toBe(200)
    expect(performance.now() - start).toBeGreaterThanOrEqual(45)
  })

  test.each(['fail-5000', 'failure', 'fail-nothing', 'not fail-500'])(
    '%s is an input like others',
    async (q) => {
      expect((await search(q)).status).toBe(200)
    },
  )

  test('stand in the documentation as they are', () => {
    const text = readFileSync(new URL('./README.md', import.meta.url), 'utf8')
    expect(text).toContain(sentinelTable())
  })
})
