import { expect } from '@jest/globals'
import {
  createToken,
  createWebhook,
  deleteWebhook,
  listWebhookDeliveries,
  listWebhooks,
  replayWebhookDelivery,
  rotateWebhookSecret,
  testWebhook,
  unyankRelease,
  updateWebhook,
  WEBHOOKS_MOST,
  yankRelease,
  type Endpoint,
  type WebhookDelivery,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw } from '../caller.ts'
import type { World } from '../world.ts'

/** A name that resolves to nothing, so that nothing is ever sent. */
const URL = 'https://hook.invalid/path'
const TOPICS = ['release.yanked', 'release.unyanked'] as const
const NO_ID = '0198f3c4-0000-7000-8000-000000000000'

async function seed(world: World) {
  const owner = await world.person()
  const project = await world.seedProject(owner, [{ version: '1.0' }])
  const body = { url: URL, topics: [...TOPICS] }
  const { webhook, secret } = await owner.ok(createWebhook, { params: { project }, body })
  const place = { project, webhook: webhook.id }
  const yank = () => owner.ok(yankRelease, { params: { project, version: '1.0' }, body: {} })
  const deliveries = async (query = {}) =>
    (await owner.ok(listWebhookDeliveries, { params: place, query })).items
  return { owner, project, webhook, secret, place, yank, deliveries }
}
type Seeded = Awaited<ReturnType<typeof seed>>

/** Calls of all operations, as their owner would make them. */
const CALLS: readonly (readonly [Endpoint, (seeded: Seeded) => unknown])[] = [
  [listWebhooks, ({ project }) => ({ params: { project } })],
  [
    createWebhook,
    ({ project }) => ({ params: { project }, body: { url: URL, topics: ['file.deleted'] } }),
  ],
  [updateWebhook, ({ place }) => ({ params: place, body: { enabled: false } })],
  [deleteWebhook, ({ place }) => ({ params: place })],
  [rotateWebhookSecret, ({ place }) => ({ params: place })],
  [testWebhook, ({ place }) => ({ params: place })],
  [listWebhookDeliveries, ({ place }) => ({ params: place })],
  [replayWebhookDelivery, ({ place }) => ({ params: { ...place, delivery: NO_ID } })],
]

const access: readonly Case[] = CALLS.flatMap(([endpoint, callOf]) =>
  casesOf(endpoint, [
    [
      'forbidden',
      'is for owners, and for tokens of theirs that manage',
      async (world) => {
        const seeded = await seed(world)
        const call = toRaw(endpoint, callOf(seeded))
        const maintainer = await world.person()
        await world.target.addMaintainer(seeded.project, maintainer.username)
        for (const person of [maintainer, await world.person()]) {
          expectProblem(await person.send(call), 'forbidden')
        }
        const name = world.unique('token')
        const { secret } = await seeded.owner.ok(createToken, {
          body: { name, scope: { kind: 'account' }, actions: ['upload', 'yank', 'read'] },
        })
        const headers = { authorization: `Bearer ${secret}` }
        expectProblem(await world.visitor().send({ ...call, headers }), 'forbidden')
      },
    ],
    [
      'not_found',
      'knows no such project, and no webhook of another one',
      async (world) => {
        const seeded = await seed(world)
        const other = await world.seedProject(seeded.owner, [{ version: '1.0' }])
        const projects = [world.unique('missing')]
        if (endpoint.path.includes('{webhook}')) projects.push(other)
        for (const project of projects) {
          const elsewhere = { ...seeded, project, place: { ...seeded.place, project } }
          expectProblem(await seeded.owner.send(toRaw(endpoint, callOf(elsewhere))), 'not_found')
        }
        if (endpoint === replayWebhookDelivery) {
          expectProblem(await seeded.owner.send(toRaw(endpoint, callOf(seeded))), 'not_found')
        }
      },
    ],
  ]),
)

export const webhookCases: readonly Case[] = [
  ...access,
  ...casesOf(createWebhook, [
    [
      'success',
      'adds one, shows its secret once, and lists it without',
      async (world) => {
        const { owner, project, webhook, secret } = await seed(world)
        expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
        expect(webhook).toMatchObject({
          url: URL,
          topics: [...TOPICS].toSorted(),
          enabled: true,
          disabledBy: null,
          failingSince: null,
          createdBy: owner.username,
        })
        const { items } = await owner.ok(listWebhooks, { params: { project } })
        expect(items).toEqual([webhook])
      },
    ],
    [
      'too_many_webhooks',
      `takes no more than ${WEBHOOKS_MOST}`,
      async (world) => {
        const { owner, project } = await seed(world)
        const call = { params: { project }, body: { url: URL, topics: [TOPICS[0]] } }
        for (let made = 1; made < WEBHOOKS_MOST; made += 1) await owner.ok(createWebhook, call)
        expectProblem(await owner.ask(createWebhook, call), 'too_many_webhooks')
      },
    ],
    [
      'validation_failed',
      'refuses addresses that are none, that nothing is sent to, and no topic',
      async (world) => {
        const { owner, project } = await seed(world)
        const ask = (url: string, topics: string[] = [TOPICS[0]]) =>
          owner.ask(createWebhook, { params: { project }, body: { url, topics: topics as never } })
        for (const url of [
          'example.org/hook',
          'ftp://example.org/',
          'https://user:word@example.org/',
          'https://example.org/#part',
          'https://example.org:25/',
        ]) {
          expectProblem(await ask(url), 'validation_failed', [['/body/url', 'webhook_url_shape']])
        }
        for (const url of ['http://example.org/', 'https://127.0.0.1/', 'https://[::1]/']) {
          expectProblem(await ask(url), 'validation_failed', [['/body/url', 'webhook_url_refused']])
        }
        expectProblem(await ask(URL, []), 'validation_failed', [['/body/topics', 'too_few']])
      },
    ],
  ]),
  ...casesOf(listWebhooks, [
    [
      'success',
      'is empty at first, then in the order in which they were added',
      async (world) => {
        const { owner, webhook } = await seed(world)
        const project = await world.seedProject(owner, [{ version: '1.0' }])
        const call = { params: { project } }
        expect(await owner.ok(listWebhooks, call)).toEqual({ items: [] })
        const body = { url: webhook.url, topics: webhook.topics }
        const added = [
          await owner.ok(createWebhook, { ...call, body }),
          await owner.ok(createWebhook, { ...call, body }),
        ]
        const items = added.map((one) => one.webhook)
        expect(await owner.ok(listWebhooks, call)).toEqual({ items })
      },
    ],
  ]),
  ...casesOf(updateWebhook, [
    [
      'success',
      'changes what is given, and what is disabled hears nothing',
      async (world) => {
        const { owner, place, webhook, yank, deliveries } = await seed(world)
        const change = (body: object) => owner.ok(updateWebhook, { params: place, body })
        expect(await change({})).toEqual(webhook)
        const url = 'https://other.invalid/'
        expect(await change({ url, enabled: false })).toMatchObject({
          url,
          enabled: false,
          disabledBy: 'owner',
          topics: webhook.topics,
        })
        await yank()
        expect(await deliveries()).toEqual([])
        expect(await change({ enabled: true, topics: ['file.deleted'] })).toMatchObject({
          enabled: true,
          disabledBy: null,
          topics: ['file.deleted'],
        })
        await yank()
        expect(await deliveries()).toEqual([])
      },
    ],
  ]),
  ...casesOf(deleteWebhook, [
    [
      'success',
      'removes it with its messages',
      async (world) => {
        const { owner, place, project, yank } = await seed(world)
        await yank()
        await owner.ok(deleteWebhook, { params: place })
        expect((await owner.ok(listWebhooks, { params: { project } })).items).toEqual([])
        expectProblem(
          await owner.ask(listWebhookDeliveries, { params: place, query: {} }),
          'not_found',
        )
      },
    ],
  ]),
  ...casesOf(rotateWebhookSecret, [
    [
      'success',
      'gives a new secret',
      async (world) => {
        const { owner, place, webhook, secret } = await seed(world)
        const rotated = await owner.ok(rotateWebhookSecret, { params: place })
        expect(rotated.webhook).toEqual(webhook)
        expect(rotated.secret).toMatch(/^whsec_/)
        expect(rotated.secret).not.toBe(secret)
      },
    ],
  ]),
  ...casesOf(testWebhook, [
    [
      'success',
      'writes a message that says nothing',
      async (world) => {
        const { owner, place, deliveries } = await seed(world)
        const sent = await owner.ok(testWebhook, { params: place })
        expect(sent).toMatchObject({ topic: 'webhook.test', state: 'waiting', attempts: 0 })
        expect((await deliveries()).map(({ id }) => id)).toEqual([sent.id])
      },
    ],
    [
      'webhook_disabled',
      'sends nothing to one that is disabled',
      async (world) => {
        const { owner, place } = await seed(world)
        await owner.ok(updateWebhook, { params: place, body: { enabled: false } })
        expectProblem(await owner.ask(testWebhook, { params: place }), 'webhook_disabled')
      },
    ],
  ]),
  ...casesOf(listWebhookDeliveries, [
    [
      'success',
      'tells what happened, newest first, in pages',
      async (world) => {
        const { owner, project, place } = await seed(world)
        const params = { project, version: '1.0' }
        await owner.ok(yankRelease, { params, body: { reason: 'broken' } })
        await owner.ok(unyankRelease, { params })
        const ask = (query: object) => owner.ok(listWebhookDeliveries, { params: place, query })
        const first = await ask({ limit: 1 })
        const second = await ask({ limit: 1, cursor: first.nextCursor ?? '' })
        expect([first.items[0]?.topic, second.items[0]?.topic]).toEqual([
          'release.unyanked',
          'release.yanked',
        ])
        expect(second.nextCursor).toBeNull()
        expect((await ask({})).items.map(({ topic }) => topic)).toEqual([
          'release.unyanked',
          'release.yanked',
        ])
        const { id, payload } = second.items[0] as WebhookDelivery
        expect(JSON.parse(payload)).toMatchObject({
          id,
          topic: 'release.yanked',
          project: { name: project },
          version: '1.0',
          actor: owner.username,
          details: { reason: 'broken' },
        })
      },
    ],
    [
      'malformed_request',
      'refuses a cursor that it did not give',
      async (world) => {
        const { owner, place } = await seed(world)
        const answer = await owner.ask(listWebhookDeliveries, {
          params: place,
          query: { cursor: 'nonsense' },
        })
        expectProblem(answer, 'malformed_request')
      },
    ],
  ]),
  ...casesOf(replayWebhookDelivery, [
    [
      'success',
      'lets a message wait again, with the id that it has',
      async (world) => {
        const { owner, place, yank, deliveries } = await seed(world)
        await yank()
        const [first] = await deliveries()
        const params = { ...place, delivery: first!.id }
        const again = await owner.ok(replayWebhookDelivery, { params })
        expect(again).toMatchObject({ id: first!.id, state: 'waiting', attempts: 0 })
        expect(again.payload).toBe(first!.payload)
        expect(await deliveries()).toHaveLength(1)
      },
    ],
    [
      'webhook_disabled',
      'sends nothing to one that is disabled',
      async (world) => {
        const { owner, place, yank, deliveries } = await seed(world)
        await yank()
        const [first] = await deliveries()
        await owner.ok(updateWebhook, { params: place, body: { enabled: false } })
        const params = { ...place, delivery: first!.id }
        expectProblem(await owner.ask(replayWebhookDelivery, { params }), 'webhook_disabled')
      },
    ],
  ]),
]
