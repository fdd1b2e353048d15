import { describe, expect, test } from '@jest/globals'
import { checkUsername, getSite, searchProjects, signIn, signOut } from '@wheelhouse/shared-types'
import { http, HttpResponse } from 'msw'
import { server, useMockApi } from '../../test/render-app.tsx'
import { call } from './client.ts'
import { toUiError, type UiError } from './ui-error.ts'

useMockApi()

const refusal = (promise: Promise<unknown>): Promise<UiError> =>
  promise.then(() => {
    throw new Error('this was to be refused')
  }, toUiError)

describe('call', () => {
  test('fills the path, writes the query and reads the answer', async () => {
    expect(await call(checkUsername, { params: { username: 'owner' } })).toEqual({
      available: false,
    })
    const { items } = await call(searchProjects, { query: { q: '', limit: 3 } })
    expect(items).toHaveLength(3)
  })

  test('gives undefined where the contract has no answer', async () => {
    const body = { login: 'owner', password: 'correct horse battery staple' }
    await call(signIn, { body })
    expect(await call(signOut, {})).toBeUndefined()
  })

  test('a problem document becomes an error with its code, fields, wait and request', async () => {
    const error = await refusal(call(signIn, { body: { login: '', password: '' } }))
    expect(error).toMatchObject({ code: 'validation_failed', status: 422 })
    expect(error.errors.map(({ pointer }) => pointer)).toEqual(['/body/login', '/body/password'])
    expect(error.requestId).toBeTruthy()
  })

  test.each<[string, () => Response, object]>([
    ['no answer', () => HttpResponse.error(), { code: 'network', status: 0 }],
    [
      "a gateway's page",
      () =>
        new HttpResponse('<h1>Bad Gateway</h1>', { status: 502, headers: { 'retry-after': '7' } }),
      { code: 'unavailable', status: 502, retryAfter: 7 },
    ],
    [
      'a page of somebody else',
      () => HttpResponse.html('<p>', { status: 404 }),
      { code: 'unexpected', status: 404 },
    ],
    [
      'an answer that is not JSON',
      () => HttpResponse.text('hello'),
      { code: 'unexpected', status: 200 },
    ],
    [
      'a problem that is not JSON',
      () =>
        new HttpResponse('oops', {
          status: 500,
          headers: { 'content-type': 'application/problem+json' },
        }),
      { code: 'unexpected', status: 500 },
    ],
  ])('%s', async (_what, answer, expected) => {
    server.use(http.get('*/api/v1/site', answer))
    expect(await refusal(call(getSite, {}))).toMatchObject(expected)
  })

  test('an aborted call is not a refusal', async () => {
    const abort = new AbortController()
    const asked = call(getSite, {}, abort.signal)
    abort.abort()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  })
})
