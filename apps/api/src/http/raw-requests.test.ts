import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret } from '../test/callers.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'
import { exchange, openSocket, send } from '../test/send.ts'
import { basic, BOUNDARY, buildWheel, formOf, multipart } from '../test/wheels.ts'

const KIB = 1024

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())
afterEach(async () => {
  const { status } = await send(api.origin, { path: '/livez' })
  if (status !== 200) throw new Error(`the server is not well: ${status}`)
})

const post = (headers: Record<string, string | number>, path = '/api/v1/sessions') =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`

/** A body of exactly so many bytes, which the contract refuses after reading it. */
const bodyOf = (bytes: number) => `{"login":"a","password":"${'x'.repeat(bytes - 27)}"}`
const statusOf = (text: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1])

describe('the body of a JSON operation', () => {
  test('may have 100 KiB and not a byte more', async () => {
    for (const [size, status] of [
      [100 * KIB, 422],
      [100 * KIB + 1, 413],
    ] as const) {
      const body = bodyOf(size)
      expect(body.length).toBe(size)
      const answer = await send(api.origin, {
        method: 'POST',
        path: '/api/v1/sessions',
        body,
        headers: { 'content-type': 'application/json' },
      })
      expect([size, answer.status]).toEqual([size, status])
    }
  })

  test('is refused when it says more than that, before it comes', async () => {
    const raw = await openSocket(api.origin)
    raw.socket.write(post({ 'Content-Length': 2 ** 40 }))
    await raw.closed
    expect(raw.received()).toMatch(/^HTTP\/1\.1 413 /)
    expect(raw.received()).toMatch(/connection: close/i)
  })

  test('in chunks without end is refused at the limit, and the connection closed', async () => {
    const raw = await openSocket(api.origin)
    let open = true
    void raw.closed.then(() => (open = false))
    raw.socket.write(post({ 'Transfer-Encoding': 'chunked' }))
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
    let sent = 0
    while (open && sent < 256 * 2 ** 20) {
      const more = raw.socket.write(chunk)
      sent += 0x4000
      if (!more) {
        await Promise.race([
          new Promise((resolve) => raw.socket.once('drain', resolve)),
          raw.closed,
        ])
      }
    }
    await raw.closed
    expect(raw.received()).toMatch(/^HTTP\/1\.1 413 /)
    expect(sent).toBeLessThan(64 * 2 ** 20)
  })

  test('that is shorter than it says is no request once the client is done', async () => {
    const raw = await openSocket(api.origin)
    raw.socket.end(`${post({ 'Content-Length': 500 })}{"login":`)
    await raw.closed
    expect(raw.received() === '' || statusOf(raw.received()) === 400).toBe(true)
  })

  test('that is longer than it says leaves the rest as another, malformed request', async () => {
    const text = await exchange(
      api.origin,
      `${post({ 'Content-Length': 2 })}{}this is no request\r\n\r\n`,
    )
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)
    expect(statuses.at(-1)).toBe('400')
    expect(statuses).not.toContain('200')
  })

  test.each([
    ['broken JSON', '{"login":', 400],
    ['a number', '1', 422],
    ['null', 'null', 422],
    ['a list', '[]', 422],
    ['nothing', '', 422],
    ['deep nesting', '['.repeat(50_000), 400],
    ['deep nesting that ends', `${'['.repeat(40_000)}${']'.repeat(40_000)}`, 400],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400],
    ['a prototype', '{"__proto__":{"x":1},"login":"a","password":"b"}', 422],
    ['a lone surrogate', '{"login":"\\ud800","password":"b"}', 400],
    ['a NUL', '{"login":"a\\u0000","password":"b"}', 400],
  ])('that is %s is refused', async (_what, body, status) => {
    const answer = await send(api.origin, {
      method: 'POST',
      path: '/api/v1/sessions',
      body,
      headers: { 'content-type': 'application/json' },
    })
    expect([answer.status, answer.headers['content-type']]).toEqual([
      status,
      expect.stringContaining('problem+json'),
    ])
  })

  test.each([
    ['of another charset', { 'content-type': 'application/json; charset=utf-7' }],
    [
      'of an unknown coding',
      { 'content-type': 'application/json', 'content-encoding': 'x-unknown' },
    ],
    ['that is packed', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('%s is 415', async (_what, headers) => {
    const answer = await send(api.origin, {
      method: 'POST',
      path: '/api/v1/sessions',
      body: '{}',
      headers,
    })
    expect(answer.status).toBe(415)
  })
})

describe('a request that announces no body', () => {
  let secret: string
  beforeAll(async () => {
    secret = await createSecret(api, await createPerson(api))
  })

  test.each([
    ['/legacy/', `multipart/form-data; boundary=${BOUNDARY}`, 400, 'cut off or malformed'],
    ['/pypi', 'text/xml', 410, 'Gone'],
    ['/api/v1/sessions', 'application/json', 422, 'validation_failed'],
  ])('but needs one is refused at once: POST %s', async (path, type, status, text) => {
    const answer = await exchange(
      api.origin,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic(secret)}\r\nContent-Type: ${type}\r\nConnection: close\r\n\r\n`,
    )
    expect(statusOf(answer)).toBe(status)
    expect(answer).toContain(text)
  })
})

describe('the head of a request', () => {
  test.each([
    [
      'a header of 64 KiB',
      `GET /livez HTTP/1.1\r\nHost: x\r\nX-Large: ${'y'.repeat(64 * KIB)}\r\n\r\n`,
      431,
    ],
    ['an address of 64 KiB', `GET /${'y'.repeat(64 * KIB)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    [
      'a header of 1 MiB',
      `GET /livez HTTP/1.1\r\nHost: x\r\nX-Large: ${'y'.repeat(1024 * KIB)}\r\n\r\n`,
      431,
    ],
    ['no Host', 'GET /livez HTTP/1.1\r\n\r\n', 400],
    [
      'two lengths',
      'POST /legacy/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
    ],
    [
      'a length and chunks',
      'POST /legacy/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'chunks under two names',
      'POST /legacy/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['a space before a colon', 'GET /livez HTTP/1.1\r\nHost : x\r\n\r\n', 400],
    ['a folded header', 'GET /livez HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\nGARBAGE', 400],
    ['a NUL', 'GET /livez HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n', 400],
    ['an unknown method', 'HACK /livez HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['another protocol', 'SSH-2.0-OpenSSH_9.0\r\n\r\n', 400],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400],
    ['a bad chunk size', `${post({ 'Transfer-Encoding': 'chunked' })}zz\r\n{}\r\n0\r\n\r\n`, 400],
  ])('with %s is refused, and the connection closed', async (_what, text, status) => {
    const raw = await openSocket(api.origin)
    raw.socket.write(Buffer.from(text, 'latin1'))
    // A server that waits for more is told that there is none.
    await Promise.race([raw.closed, sleep(1000).then(() => raw.socket.end())])
    await raw.closed
    const statuses = [...raw.received().matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, s]) => Number(s))
    expect(statuses.at(-1)).toBe(status)
  })

  test('with 2,000 headers does no harm', async () => {
    const lines = Array.from({ length: 2000 }, (_, n) => `X-${n}: y\r\n`).join('')
    const text = await exchange(
      api.origin,
      `GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${lines}\r\n`,
    )
    expect([200, 400, 431]).toContain(statusOf(text))
  })
})

describe('connections', () => {
  test('that are opened and say nothing, 200 of them, hold nobody up', async () => {
    const idle = await Promise.all(Array.from({ length: 200 }, () => openSocket(api.origin)))
    expect((await send(api.origin, { path: '/simple/' })).status).toBe(200)
    for (const raw of idle) raw.socket.destroy()
  })

  test('with 50 requests in one piece answer them in order', async () => {
    const paths = Array.from({ length: 50 }, (_, n) =>
      n % 2 === 0 ? '/livez' : `/simple/none-${n}/`,
    )
    const last = paths.length - 1
    const text = await exchange(
      api.origin,
      paths
        .map(
          (path, n) =>
            `GET ${path} HTTP/1.1\r\nHost: x\r\n${n === last ? 'Connection: close\r\n' : ''}\r\n`,
        )
        .join(''),
    )
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)
    expect(statuses).toEqual(paths.map((path) => (path === '/livez' ? '200' : '404')))
  })

  test('that are slow and honest upload a file', async () => {
    const secret = await createSecret(api, await createPerson(api))
    const wheel = buildWheel('slow-but-honest', '1.0', { ballast: 3000 })
    const body = multipart(formOf(wheel))
    const raw = await openSocket(api.origin)
    raw.socket.write(
      `POST /legacy/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: ${basic(secret)}\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\nContent-Length: ${body.length}\r\n\r\n`,
    )
    for (let at = 0; at < body.length; at += 100) {
      raw.socket.write(body.subarray(at, at + 100))
      await sleep(10)
    }
    await raw.closed
    expect(raw.received()).toMatch(/^HTTP\/1\.1 200 /)
  })
})
