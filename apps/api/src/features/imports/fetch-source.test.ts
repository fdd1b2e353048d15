import { afterEach, describe, expect, test } from '@jest/globals'
import { text } from 'node:stream/consumers'
import { fetchSource, splitCredentials, type SourceAccess } from './fetch-source.ts'
import { startSource, type TestSource } from './test/sources.ts'

const opened: TestSource[] = []
const open: typeof startSource = async (answer) => {
  const source = await startSource(answer)
  opened.push(source)
  return source
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((source) => source.close()))
})

const accessTo = (changes: Partial<SourceAccess> = {}): SourceAccess => ({
  authorizations: new Map(),
  userAgent: 'wheelhouse/test',
  backoffMs: 5,
  silenceMs: 5_000,
  ...changes,
})

const get = (address: string, access = accessTo(), signal = new AbortController().signal) =>
  fetchSource(new URL(address), { access, accept: '*/*', signal }, (answer) => text(answer.body))

describe('tries', () => {
  test('server errors and torn bodies are tried again, as a whole', async () => {
    let tries = 0
    const source = await open((_request, response) => {
      tries += 1
      if (tries === 1) return void response.writeHead(503).end()
      if (tries === 2) return void response.destroy()
      response.writeHead(200, { 'content-length': 10 })
      if (tries === 3) return void response.write('12345', () => response.destroy())
      response.end('1234567890')
    })
    expect(await get(`${source.origin}/file`)).toBe('1234567890')
    expect(tries).toBe(4)
  })

  test('they end: five for what may pass, one for what will not', async () => {
    const busy = await open((_request, response) => response.writeHead(502).end())
    await expect(get(`${busy.origin}/`)).rejects.toMatchObject({
      name: 'SourceError',
      message: 'answered with status 502',
    })
    expect(busy.asked).toHaveLength(5)
    const gone = await open((_request, response) => response.writeHead(410).end())
    await expect(get(`${gone.origin}/`)).rejects.toMatchObject({ temporary: false })
    expect(gone.asked).toHaveLength(1)
  })

  test('Retry-After is waited for', async () => {
    let tries = 0
    const source = await open((_request, response) => {
      tries += 1
      if (tries === 1) return void response.writeHead(429, { 'retry-after': '1' }).end()
      response.end('now')
    })
    const started = performance.now()
    expect(await get(`${source.origin}/`)).toBe('now')
    expect(performance.now() - started).toBeGreaterThan(950)
  })

  test('a source that falls silent in a body is given up', async () => {
    const source = await open((_request, response) => {
      response.writeHead(200).write('some')
    })
    await expect(get(`${source.origin}/`, accessTo({ silenceMs: 100 }))).rejects.toThrow(
      'nothing came for 1 s',
    )
    expect(source.asked).toHaveLength(5)
  })

  test('a stop ends waiting and reading at once', async () => {
    const stop = new AbortController()
    const source = await open((_request, response) => {
      response.writeHead(503, { 'retry-after': '60' }).end()
      setTimeout(() => stop.abort(new Error('stopped')), 50)
    })
    await expect(get(`${source.origin}/`, accessTo(), stop.signal)).rejects.toThrow('stopped')
    expect(source.asked).toHaveLength(1)
  })
})

describe('addresses', () => {
  test('credentials go to their own host only, also after a redirect', async () => {
    const seen: Record<string, string | undefined> = {}
    const files = await open((request, response) => {
      seen.files = request.headers.authorization
      response.end('file')
    })
    const index = await open((request, response) => {
      seen[request.url!] = request.headers.authorization
      const location = request.url === '/start' ? '/next' : `${files.origin}/file`
      response.writeHead(302, { location }).end()
    })
    const address = new URL(`${index.origin}/start`)
    address.username = 'me'
    address.password = 'p:ß/'
    const { url, authorization } = splitCredentials(address)
    expect(url.href).toBe(`${index.origin}/start`)
    expect(authorization).toBe(`Basic ${Buffer.from('me:p:ß/').toString('base64')}`)
    const access = accessTo({ authorizations: new Map([[url.origin, authorization!]]) })
    expect(await get(url.href, access)).toBe('file')
    expect(seen).toEqual({ '/start': authorization, '/next': authorization, files: undefined })
  })

  test('redirects are few and lead to http(s) only', async () => {
    const circle = await open((request, response) => {
      response.writeHead(301, { location: request.url }).end()
    })
    await expect(get(`${circle.origin}/`)).rejects.toThrow('more than 5 redirects')
    expect(circle.asked).toHaveLength(6)
    const local = await open((_request, response) => {
      response.writeHead(307, { location: 'file:///etc/passwd' }).end()
    })
    await expect(get(`${local.origin}/`)).rejects.toThrow('only http: and https:')
  })
})
