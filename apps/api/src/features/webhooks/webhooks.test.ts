import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Webhook, WebhookDelivery } from '@wheelhouse/shared-types'
import {
  createPerson,
  createSecret,
  withToken,
  type Person,
  type TestCaller,
} from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'
import { waitAfter } from './record-try.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

type Received = { headers: IncomingHttpHeaders; body: string }

let api: TestApi
let owner: Person
/** A token of the owner: it lives longer than a session, whatever the clock says. */
let caller: TestCaller
let receiver: Server
let received: Received[]
/** How the receiver answers the next requests. */
let answer: (response: ServerResponse) => void
let url: string

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      answer(response)
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/secret-path`
  api = await startTestApi({ OUTBOUND_ALLOW: '127.0.0.1' })
  owner = await createPerson(api)
  caller = await withToken(api, owner, { actions: ['manage', 'yank', 'read'] })
})
afterAll(async () => {
  await api.close()
  receiver.closeAllConnections()
  receiver.close()
})
beforeEach(() => {
  received = []
  answer = (response) => response.writeHead(204).end()
})

let projects = 0
/** A yank for the same reason again would change nothing. */
let yanks = 0

/** A project with one release and a webhook that hears of yanks. */
async function seed(topics = ['release.yanked', 'release.unyanked', 'file.deleted']) {
  projects += 1
  const project = `hooked-${projects}`
  await publish(api, await createSecret(api, owner), buildWheel(project, '1.0'))
  const path = `/api/v1/projects/${project}/webhooks`
  const made = await caller.ask('POST', path, { url, topics })
  expect(made.status).toBe(201)
  const { webhook, secret } = made.json<{ webhook: Webhook; secret: string }>()
  const own = `${path}/${webhook.id}`
  return {
    project,
    own,
    webhook,
    secret,
    yank: () =>
      caller.ask('PUT', `/api/v1/projects/${project}/releases/1.0/yank`, {
        reason: `broken ${(yanks += 1)}`,
      }),
    state: async () => {
      const { items } = (await caller.ask('GET', path)).json<{ items: Webhook[] }>()
      return items[0]!
    },
    deliveries: async () =>
      (await caller.ask('GET', `${own}/deliveries`)).json<{ items: WebhookDelivery[] }>().items,
  }
}

/** What a receiver does that was written from the text of Standard Webhooks. */
function verifies(secret: string, { headers, body }: Received): boolean {
  const id = String(headers['webhook-id'])
  const timestamp = String(headers['webhook-timestamp'])
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest()
  const [version, signature = ''] = String(headers['webhook-signature']).split(',')
  const given = Buffer.from(signature, 'base64')
  return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
}

describe('what a receiver gets', () => {
  test('is signed, names the event, and comes by whatever did it', async () => {
    const { project, secret, yank, deliveries, own } = await seed()
    expect((await yank()).status).toBe(200)
    await api.deps.webhooks.flush()
    expect(received).toHaveLength(1)
    const [message] = received
    expect(verifies(secret, message!)).toBe(true)
    expect(verifies(secret, { ...message!, body: `${message!.body} ` })).toBe(false)
    const told = JSON.parse(message!.body) as { id: string }
    expect(told).toMatchObject({
      topic: 'release.yanked',
      project: { name: project, normalizedName: project },
      version: '1.0',
      actor: owner.username,
      details: { reason: `broken ${yanks}` },
    })
    expect(message!.headers).toMatchObject({
      'webhook-id': told.id,
      'content-type': 'application/json',
      'user-agent': 'Wheelhouse',
    })
    const age = Date.now() / 1000 - Number(message!.headers['webhook-timestamp'])
    expect(Math.abs(age)).toBeLessThan(30)
    expect(await deliveries()).toMatchObject([
      { id: told.id, state: 'delivered', attempts: 1, status: 204, error: null },
    ])

    // A new secret counts for what is sent from then on, also for what was there before.
    const rotated = (await caller.ask('POST', `${own}/secret`)).json<{ secret: string }>()
    await caller.ask('POST', `${own}/deliveries/${told.id}/replay`)
    await api.deps.webhooks.flush()
    expect(received).toHaveLength(2)
    expect(received[1]!.headers['webhook-id']).toBe(told.id)
    expect(received[1]!.body).toBe(message!.body)
    expect([verifies(secret, received[1]!), verifies(rotated.secret, received[1]!)]).toEqual([
      false,
      true,
    ])
  })

  test('is nothing of other topics and projects, and not the name of a token', async () => {
    const { project, yank } = await seed(['file.deleted'])
    const other = await seed()
    await yank()
    await api.deps.webhooks.flush()
    expect(received).toEqual([])
    await other.yank()
    await api.deps.webhooks.flush()
    expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([
      { project: { name: other.project }, actor: owner.username },
    ])
    expect(received[0]!.body).not.toContain('token')
    expect(received[0]!.body).not.toContain(project)
  })
})

describe('a try that fails', () => {
  test.each([
    ['an error', 500, /answered 500/],
    ['a redirect', 302, /redirects are not followed/],
  ])('%s is tried again later, and its answer is kept in part', async (_what, status, error) => {
    const { yank, deliveries, state } = await seed()
    answer = (response) =>
      response
        .writeHead(status, { location: 'http://169.254.169.254/latest/meta-data' })
        .end(`no\0${'x'.repeat(5000)}`)
    await yank()
    await api.deps.webhooks.flush()
    const [one] = await deliveries()
    expect(one).toMatchObject({ state: 'waiting', attempts: 1, status })
    expect(one!.error).toMatch(error)
    expect(one!.response!.length).toBeLessThanOrEqual(1024)
    expect(one!.response).toMatch(/^nox+$/)
    expect((await state()).failingSince).not.toBeNull()
    // Not before its time.
    await api.deps.webhooks.flush()
    expect(received).toHaveLength(1)
    answer = (response) => response.writeHead(200).end()
    api.clock.advance(20_000)
    await api.deps.webhooks.flush()
    expect(received).toHaveLength(2)
    expect(received[1]!.headers['webhook-id']).toBe(received[0]!.headers['webhook-id'])
    expect(received[1]!.headers['webhook-timestamp']).not.toBe(
      received[0]!.headers['webhook-timestamp'],
    )
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 2 }])
    expect((await state()).failingSince).toBeNull()
  })

  test('is given up after ten, over about a day, and can be sent again by hand', async () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((attempts) => waitAfter(attempts, 0.5)!)
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits)
    const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3600
    expect(hours).toBeGreaterThan(22)
    expect(hours).toBeLessThan(30)
    expect(waitAfter(10)).toBeUndefined()
    expect(waitAfter(1, 0)).toBeLessThan(waitAfter(1, 1)!)

    const { yank, deliveries, own } = await seed()
    answer = (response) => response.writeHead(503).end()
    await yank()
    for (let tries = 0; tries < 12; tries += 1) {
      await api.deps.webhooks.flush()
      api.clock.advance(13 * HOUR)
    }
    expect(received).toHaveLength(10)
    const [one] = await deliveries()
    expect(one).toMatchObject({ state: 'failed', attempts: 10, nextTryAt: null, status: 503 })
    answer = (response) => response.writeHead(200).end('thanks')
    await caller.ask('POST', `${own}/deliveries/${one!.id}/replay`)
    await api.deps.webhooks.flush()
    expect(await deliveries()).toMatchObject([
      { state: 'delivered', attempts: 1, status: 200, response: 'thanks' },
    ])
  })

  test('410 disables the webhook at once, and its owners are told', async () => {
    const { project, yank, state, own } = await seed()
    answer = (response) => response.writeHead(410).end()
    await yank()
    await yank()
    await api.deps.webhooks.flush()
    expect(await state()).toMatchObject({ enabled: false, disabledBy: 'gone' })
    await yank()
    await api.deps.webhooks.flush()
    expect(received.length).toBeLessThanOrEqual(2)
    const mail = (await api.mails()).find(({ subject }) =>
      subject.includes(`${project} is disabled`),
    )
    expect(mail).toMatchObject({ to: owner.email })
    expect(mail!.text).toContain('gone for good (410)')
    // The path may be a secret: a mail and the history name the host alone.
    expect(mail!.text).not.toContain('secret-path')
    expect((await caller.ask('POST', `${own}/test`)).json()).toMatchObject({
      code: 'webhook_disabled',
    })
  })

  test('and all others for five days disable it too', async () => {
    const { project, yank, state, own } = await seed()
    answer = (response) => response.writeHead(500).end()
    await yank()
    await api.deps.webhooks.flush()
    expect(await state()).toMatchObject({ enabled: true })
    api.clock.advance(5 * DAY)
    await api.deps.webhooks.flush()
    expect(await state()).toMatchObject({ enabled: false, disabledBy: 'failing' })
    const subjects = (await api.mails()).map(({ subject }) => subject)
    expect(subjects).toContain(`A webhook of ${project} is disabled`)
    const enabled = await caller.ask('PATCH', own, { enabled: true })
    expect(enabled.json()).toMatchObject({ enabled: true, failingSince: null })
  })
})

describe('many at once', () => {
  test('of two senders one sends each; a killed one leaves its message to others', async () => {
    const { yank, deliveries, webhook } = await seed()
    for (let count = 0; count < 9; count += 1) await yank()
    await Promise.all([api.deps.webhooks.flush(), api.deps.webhooks.flush()])
    const ids = received.map(({ headers }) => headers['webhook-id'])
    expect(ids).toHaveLength(9)
    expect(new Set(ids).size).toBe(9)

    // As a process leaves it that was killed between sending and writing that down.
    const [one] = await deliveries()
    const lease = new Date(api.clock.now().getTime() + 60_000)
    await api.deps.db.webhookDelivery.update({
      where: { id: one!.id },
      data: { deliveredAt: null, nextTryAt: lease, attempts: 1 },
    })
    await api.deps.webhooks.flush()
    expect(received).toHaveLength(9)
    api.clock.advance(61_000)
    await api.deps.webhooks.flush()
    expect(received).toHaveLength(10)
    expect(received[9]!.headers['webhook-id']).toBe(one!.id)

    // What is a month old goes.
    await api.deps.housekeeping.run()
    expect(await api.deps.db.webhookDelivery.count({ where: { webhookId: webhook.id } })).toBe(9)
    api.clock.advance(31 * DAY)
    await api.deps.housekeeping.run()
    expect(await api.deps.db.webhookDelivery.count({ where: { webhookId: webhook.id } })).toBe(0)
  })

  test('an act that is taken back queues nothing', async () => {
    const { project, webhook } = await seed()
    const gone = await caller.ask('PUT', `/api/v1/projects/${project}/releases/9.9/yank`, {
      reason: '',
    })
    expect(gone.status).toBe(404)
    expect(await api.deps.db.webhookDelivery.count({ where: { webhookId: webhook.id } })).toBe(0)
  })

  test('secrets are not stored as they are, and belong to their webhook', async () => {
    const one = await seed()
    const two = await seed()
    const rows = await api.deps.db.webhook.findMany({
      where: { id: { in: [one.webhook.id, two.webhook.id] } },
    })
    const key = Buffer.from(one.secret.replace('whsec_', ''), 'base64')
    for (const row of rows) expect(Buffer.from(row.secret).includes(key)).toBe(false)
    // Somebody who can write rows cannot have one webhook signed with the secret of another.
    const other = rows.find(({ id }) => id === two.webhook.id)!
    await api.deps.db.webhook.update({
      where: { id: one.webhook.id },
      data: { secret: other.secret },
    })
    await one.yank()
    await api.deps.webhooks.flush()
    expect(received).toEqual([])
    expect((await one.deliveries())[0]!.error).toMatch(/give the webhook a new secret/)
  })
})
