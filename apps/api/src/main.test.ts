import { readdir } from 'node:fs/promises'
import { Agent, request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createPerson, createSecret } from './test/callers.ts'
import { startTestApi, type TestApi } from './test/start-test-api.ts'
import { openSocket, send } from './test/send.ts'
import { basic, BOUNDARY, buildWheel, formOf, multipart, publish } from './test/wheels.ts'

const agents: Agent[] = []
afterEach(() => agents.splice(0).forEach((agent) => agent.destroy()))

/** A connection that its client keeps open after an answer. */
async function keepOpen(api: TestApi, path: string): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  agents.push(agent)
  const { hostname, port } = new URL(api.origin)
  await new Promise<void>((resolve, reject) => {
    httpRequest({ hostname, port, path, agent }, (response) => {
      response.resume()
      response.once('end', resolve)
    })
      .once('error', reject)
      .end()
  })
}

/** An upload whose head and first half are on their way, on a connection that is kept. */
async function beginUpload(api: TestApi, secret: string) {
  const wheel = buildWheel('in-flight', '1.0', { ballast: 20_000 })
  const body = multipart(formOf(wheel))
  const raw = await openSocket(api.origin)
  raw.socket.write(
    `POST /legacy/ HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic(secret)}\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\nContent-Length: ${body.length}\r\n\r\n`,
  )
  const half = body.length >> 1
  await new Promise((resolve) => raw.socket.write(body.subarray(0, half), resolve))
  return { raw, finish: () => raw.socket.write(body.subarray(half)) }
}

async function untilIncoming(api: TestApi, count: number): Promise<void> {
  const folder = join(api.deps.config.filesFolder, '.incoming')
  for (let round = 0; round < 200; round += 1) {
    if ((await readdir(folder)).length === count) return
    await sleep(25)
  }
  throw new Error('the upload did not begin')
}

describe('stopping (R-22)', () => {
  test('says so first, lets an upload under way end, and then takes nothing', async () => {
    const api = await startTestApi()
    const secret = await createSecret(api, await createPerson(api))
    await publish(api, secret, buildWheel('before', '1.0'))
    await keepOpen(api, '/livez')
    await keepOpen(api, '/simple/before/')
    const upload = await beginUpload(api, secret)
    await untilIncoming(api, 1)

    const closing = api.close()
    const ready = await send(api.origin, { path: '/readyz' })
    expect([ready.status, ready.json()]).toMatchObject([503, { status: 'stopping' }])
    // Until the load balancer has seen that, requests are answered.
    expect((await send(api.origin, { path: '/simple/before/' })).status).toBe(200)

    // The port is closed while the upload is still coming.
    await untilRefused(api)
    upload.finish()
    await upload.raw.until('\r\n\r\n')
    expect(upload.raw.received()).toMatch(/^HTTP\/1\.1 200 /)

    const started = performance.now()
    await closing
    // Neither the kept connections nor the upload's own hold it up until they are thrown out.
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  async function untilRefused(api: TestApi): Promise<void> {
    for (let round = 0; round < 200; round += 1) {
      const refused = await send(api.origin, { path: '/livez' }).then(
        () => false,
        (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
      )
      if (refused) return
      await sleep(25)
    }
    throw new Error('the port stays open')
  }

  test('with nothing under way is done at once', async () => {
    const api = await startTestApi()
    await keepOpen(api, '/livez')
    const started = performance.now()
    await api.close()
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
