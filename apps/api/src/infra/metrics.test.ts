import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret } from '../test/callers.ts'
import { send } from '../test/send.ts'
import { startTestApi, type TestApi } from '../test/start-test-api.ts'
import { buildWheel, upload } from '../test/wheels.ts'

let api: TestApi
let metrics: string
let secret: string
beforeAll(async () => {
  const port = await freePort()
  metrics = `http://127.0.0.1:${port}`
  api = await startTestApi({ METRICS_PORT: String(port) })
  secret = await createSecret(api, await createPerson(api))
})
afterAll(() => api.close())

/** The value of one series; undefined when there is none. */
async function read(series: string): Promise<number | undefined> {
  const { text } = await send(metrics, { path: '/metrics' })
  const line = text.split('\n').find((one) => one.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length + 1))
}

async function growth(series: string, work: () => Promise<unknown>): Promise<number> {
  const before = (await read(series)) ?? 0
  await work()
  return ((await read(series)) ?? 0) - before
}

describe('metrics', () => {
  test('are text of Prometheus on their own listener, and nothing else is there', async () => {
    const { status, headers, text } = await send(metrics, { path: '/metrics' })
    expect([status, headers['content-type']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ])
    expect(text).toContain('# TYPE wheelhouse_upload_stage_seconds histogram')
    expect(text).toContain('\nprocess_resident_memory_bytes ')
    expect((await send(metrics, { path: '/simple/' })).status).toBe(404)
    expect((await send(metrics, { method: 'POST', path: '/metrics' })).status).toBe(404)
  })

  test('are not on the public port', async () => {
    const { status, text } = await send(api.origin, { path: '/metrics' })
    expect(text).not.toContain('wheelhouse_')
    expect([200, 404]).toContain(status)
  })

  test('count what becomes of uploads, their bytes and the time of each stage', async () => {
    const wheel = buildWheel('metered', '1.0')
    const accepted = (outcome: string) => `wheelhouse_upload_accepted_total{outcome="${outcome}"}`
    expect(await growth(accepted('stored'), () => upload(api, secret, wheel))).toBe(1)
    expect(await growth(accepted('unchanged'), () => upload(api, secret, wheel))).toBe(1)
    expect(await read('wheelhouse_upload_bytes_total')).toBe(2 * wheel.bytes.length)
    for (const [stage, count] of Object.entries({
      receive: 2,
      inspect: 1,
      render: 1,
      store: 1,
      commit: 1,
    })) {
      expect(await read(`wheelhouse_upload_stage_seconds_count{stage="${stage}"}`)).toBe(count)
    }
    const refused = 'wheelhouse_upload_refused_total{reason="credentials"}'
    expect(await growth(refused, () => upload(api, undefined, wheel))).toBe(1)
    expect(await read('wheelhouse_upload_attempts_total')).toBe(3)
  })

  test('count answers by route and class of status, whatever the address', async () => {
    const route = 'wheelhouse_http_requests_total{route="/simple/:name/",status="4xx"}'
    const ask = async () => {
      await send(api.origin, { path: '/simple/nothing-a/' })
      await send(api.origin, { path: '/simple/nothing-b/' })
    }
    expect(await growth(route, ask)).toBe(2)
  })

  test('count pages from memory', async () => {
    await upload(api, secret, buildWheel('remembered', '1.0'))
    const page = () => send(api.origin, { path: '/simple/remembered/' })
    await page()
    expect(await growth('wheelhouse_simple_pages_from_memory_total', page)).toBe(1)
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
