import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret } from '../../test/callers.ts'
import { exchange, openSocket, send } from '../../test/send.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'

// A client that stays gets its answer as ready-made bytes, others through `ServerResponse`.
const SMALL = '/simple/small/'
const LARGE = '/simple/large/'
let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
  const secret = await createSecret(api, await createPerson(api))
  await publish(api, secret, buildWheel('small', '1.0'))
  for (let n = 0; n < 40; n += 1) await publish(api, secret, buildWheel('large', `1.${n}`))
  for (const path of [SMALL, LARGE]) await send(api.origin, { path })
})
afterAll(() => api.close())

const ask = (method: string, path: string, headers: readonly string[] = [], version = '1.1') =>
  `${[`${method} ${path} HTTP/${version}`, 'Host: x', ...headers].join('\r\n')}\r\n\r\n`
const CLOSE = 'Connection: close'

type Parsed = { status: string; headers: Record<string, string>; body: string }

/** The answers to requests of these methods, one behind the other as they stand on the wire. */
function parse(wire: string, methods: readonly string[]): Parsed[] {
  let rest = wire
  const answers = methods.map((method) => {
    const end = rest.indexOf('\r\n\r\n')
    const [status = '', ...lines] = rest.slice(0, end).split('\r\n')
    const headers = Object.fromEntries(lines.map((line) => line.split(': ', 2) as [string, string]))
    const hasBody = method === 'GET' && status.includes('200')
    const length = hasBody ? Number(headers['Content-Length']) : 0
    const body = rest.slice(end + 4, end + 4 + length)
    rest = rest.slice(end + 4 + length)
    return { status, headers, body }
  })
  expect(rest).toBe('')
  return answers
}

/** What is said of a page whoever asks. */
function aboutPage({ status, headers, body }: Parsed) {
  const { Connection: _, 'Keep-Alive': __, Date: date, ...page } = headers
  expect(Math.abs(Date.parse(date!) - Date.now())).toBeLessThan(5_000)
  return { status, page, body }
}

describe.each([SMALL, LARGE])('%s from memory', (path) => {
  test('is the same to a client that stays as to one that goes', async () => {
    for (const [method, headers] of [
      ['GET', []],
      ['HEAD', []],
      ['GET', ['If-None-Match: *']],
      ['GET', ['Accept: application/vnd.pypi.simple.v1+json']],
    ] as const) {
      // The second closes the connection; both stand in one piece, so the first must have ended well.
      const wire = await exchange(
        api.origin,
        ask(method, path, headers) + ask(method, path, [...headers, CLOSE]),
      )
      const [stays, goes] = parse(wire, [method, method])
      expect(stays!.headers).toMatchObject({ Connection: 'keep-alive', 'Keep-Alive': 'timeout=65' })
      expect(goes!.headers).toMatchObject({ Connection: 'close' })
      expect(aboutPage(stays!)).toEqual(aboutPage(goes!))
    }
  })

  test('comes in order, however requests are cut', async () => {
    const methods = Array.from({ length: 60 }, (_, n) => (n % 3 === 1 ? 'HEAD' : 'GET'))
    const requests = methods.map((method, n) =>
      ask(method, path, [
        ...(n % 3 === 2 ? ['If-None-Match: *'] : []),
        ...(n === methods.length - 1 ? [CLOSE] : []),
      ]),
    )
    const raw = await openSocket(api.origin)
    const text = requests.join('')
    for (let at = 0; at < text.length; at += 97) {
      raw.socket.write(text.slice(at, at + 97))
      if (at % 5 === 0) await new Promise(setImmediate)
    }
    await raw.closed
    const found = parse(raw.received(), methods)
    expect(found.map(({ status }) => status.split(' ')[1])).toEqual(
      methods.map((_, n) => (n % 3 === 2 ? '304' : '200')),
    )
    expect(new Set(found.map(({ headers }) => headers['ETag'])).size).toBe(1)
  })

  test('goes to a client of HTTP/1.0, which is not told to stay', async () => {
    const [answer] = parse(await exchange(api.origin, ask('GET', path, [], '1.0')), ['GET'])
    expect(answer!.headers['Connection']).toBe('close')
    expect(answer!.body).toContain('</html>')
  })

  test('does not harm others when its client hangs up without reading', async () => {
    for (let n = 0; n < 20; n += 1) {
      const raw = await openSocket(api.origin)
      raw.socket.pause()
      raw.socket.write(ask('GET', path).repeat(50))
      raw.socket.resetAndDestroy()
    }
    expect((await send(api.origin, { path })).status).toBe(200)
  })
})
