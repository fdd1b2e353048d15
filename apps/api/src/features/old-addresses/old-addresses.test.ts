import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { send } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())
const get = (path: string, method = 'GET') => send(api.origin, { path, method })

describe('an old address', () => {
  test.each([
    ['/pypi', '/'],
    ['/pypi/', '/'],
    ['/pypi/Some_Thing', '/project/some-thing/'],
    ['/pypi/Some_Thing/', '/project/some-thing/'],
    ['/pypi/some-thing/1.0', '/project/some-thing/1.0/'],
    ['/pypi/some-thing/1!1.0/', '/project/some-thing/1!1.0/'],
    ['/p/some-thing/', '/project/some-thing/'],
    ['/p/some-thing/1.0/', '/project/some-thing/1.0/'],
    ['/pypi?:action=rss', '/rss/updates.xml'],
    ['/pypi/?:action=packages_rss', '/rss/packages.xml'],
    ['/pypi?%3Aaction=search&term=a%26b%20c', '/search?q=a%26b%20c'],
    ['/pypi?:action=browse&c=533', '/search'],
    ['/pypi?:action=display&name=Some.Thing', '/project/some-thing/'],
    ['/pypi?:action=display&name=some&version=1.0', '/project/some/1.0/'],
    ['/pypi?:action=files&name=some&version=1.0', '/project/some/1.0/files'],
  ])('%s leads to %s', async (path, to) => {
    const answer = await get(path)
    expect([answer.status, answer.headers.location]).toEqual([301, to])
  })

  test.each([
    '/pypi/-x/',
    '/pypi/some%0d%0aSet-Cookie:x/',
    '/pypi/some/1.0%0d%0ax',
    '/pypi/a%5Cb',
    '/pypi/%2F%2Fexample.org',
    '/p/some/nonsense/',
    '/pypi?:action=display',
    '/pypi?:action=display&name=a%0d%0ab',
    '/pypi?:action=display&name=a&name=b&version=x',
    '/pypi?:action=nothing',
    '/pypi?:action=rss&:action=rss',
  ])('%s leads nowhere', async (path) => {
    const answer = await get(path)
    expect([answer.status, answer.headers.location]).toEqual([404, undefined])
  })

  test.each([
    ['GET', '/pypi?:action=doap'],
    ['POST', '/pypi?:action=file_upload'],
    ['POST', '/pypi?:action=submit'],
    ['POST', '/pypi/?:action=doc_upload'],
    ['GET', '/pypi?:action=submit_pkg_info'],
  ])('%s %s is gone', async (method, path) => {
    expect((await get(path, method)).status).toBe(410)
  })

  test('tells an old upload tool where uploads are taken', async () => {
    const answer = await get('/pypi?:action=file_upload', 'POST')
    expect(answer.text).toContain(`${api.deps.config.PUBLIC_URL}/legacy/`)
  })

  test('lists the classifiers', async () => {
    const answer = await get('/pypi?:action=list_classifiers')
    expect([answer.status, answer.headers['content-type']]).toEqual([
      200,
      'text/plain; charset=utf-8',
    ])
    expect(answer.text.split('\n')).toContain('Development Status :: 4 - Beta')
  })
})
