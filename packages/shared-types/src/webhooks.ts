import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { pageOf, pageQuery } from './pagination.ts'
import { line } from './text.ts'

/** What a webhook can be told of. */
export const WEBHOOK_TOPICS = [
  'release.published',
  'release.yanked',
  'release.unyanked',
  'release.deleted',
  'file.deleted',
  'project.status',
  'project.settings',
  'project.deleted',
  'deletion.undone',
  'people.invited',
  'people.added',
  'people.changed',
  'people.removed',
] as const
export type WebhookTopic = (typeof WEBHOOK_TOPICS)[number]
/** Of a message that was sent to see whether it arrives. */
export const WEBHOOK_TEST_TOPIC = 'webhook.test'

export const WEBHOOKS_MOST = 10
export const WEBHOOK_URL_MAX_LENGTH = 500
/** How often a message is sent before it is given up, over about a day. */
export const WEBHOOK_MOST_TRIES = 10
/** Days that messages are kept, to be looked at and sent again. */
export const WEBHOOK_KEPT_DAYS = 30

/** Ports below 1024 belong to other services than the web: nobody makes this server talk to them. */
const isWebPort = (port: string) => ['', '80', '443'].includes(port) || Number(port) >= 1024

function isWebhookUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return (
    url !== undefined &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.hostname !== '' &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '' &&
    isWebPort(url.port)
  )
}

/**
 * Where messages go: a web address without credentials and fragment. Which hosts may be asked, and
 * which without TLS, is the installation's to say (`webhook_url_refused`).
 */
export const WebhookUrl = line(WEBHOOK_URL_MAX_LENGTH).check(
  z.refine((value) => isWebhookUrl(value), {
    error:
      'must be an address such as https://example.org/hook, without credentials or fragment, on a port of the web',
    params: { code: 'webhook_url_shape' },
  }),
)

const Topics = z
  .array(z.enum(WEBHOOK_TOPICS))
  .check(z.minLength(1), z.maxLength(WEBHOOK_TOPICS.length))

/** Why nothing is sent: its owners said so, the receiver said that it is gone, or it failed for days. */
export const WEBHOOK_DISABLED_BY = ['owner', 'gone', 'failing'] as const

export const Webhook = z
  .object({
    id: z.string(),
    url: z.string(),
    topics: z.array(z.enum(WEBHOOK_TOPICS)),
    enabled: z.boolean(),
    /** Null while it is enabled. */
    disabledBy: z.nullable(z.enum(WEBHOOK_DISABLED_BY)),
    /** Since when every try failed; null while the last one arrived. */
    failingSince: z.nullable(z.iso.datetime()),
    /** Username of who made it. */
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'Webhook' })
export type Webhook = z.output<typeof Webhook>

export const WebhookDelivery = z
  .object({
    /** The same in the message (`id`, and the header `webhook-id`), however often it is sent. */
    id: z.string(),
    topic: z.string(),
    createdAt: z.iso.datetime(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.number(),
    /** Null before the first try. */
    triedAt: z.nullable(z.iso.datetime()),
    /** Null where nothing more is tried by itself. */
    nextTryAt: z.nullable(z.iso.datetime()),
    /** Status of the last answer; null where none came. */
    status: z.nullable(z.number()),
    /** Why the last try failed, in English. */
    error: z.nullable(z.string()),
    /** Beginning of the last answer's body. */
    response: z.nullable(z.string()),
    /** What was sent, as JSON. */
    payload: z.string(),
  })
  .register(z.globalRegistry, { id: 'WebhookDelivery' })
export type WebhookDelivery = z.output<typeof WebhookDelivery>

const common = { tag: 'Webhooks', auth: 'session', token: 'manage' } as const
const webhooksPath = '/api/v1/projects/{project}/webhooks'
const webhookPath = `${webhooksPath}/{webhook}` as const
const ofProject = z.strictObject({ project: line(200) })
const ofWebhook = z.strictObject({ project: line(200), webhook: z.uuid() })

export const WebhookCreation = z.strictObject({ url: WebhookUrl, topics: Topics })

export const listWebhooks = endpoint({
  ...common,
  id: 'listWebhooks',
  method: 'GET',
  path: webhooksPath,
  summary: `The webhooks of a project, oldest first: ${WEBHOOKS_MOST} at the most`,
  params: ofProject,
  response: z.object({ items: z.array(Webhook) }),
  problems: ['not_found', 'forbidden'],
})

export const createWebhook = endpoint({
  ...common,
  id: 'createWebhook',
  idempotencyKey: false,
  fresh: true,
  method: 'POST',
  path: webhooksPath,
  summary:
    'Have an address told of what happens in a project; the secret of its signatures is in this answer and never again',
  params: ofProject,
  body: WebhookCreation,
  response: z.object({ webhook: Webhook, secret: z.string() }),
  status: 201,
  problems: ['not_found', 'forbidden', 'too_many_webhooks'],
})

export const updateWebhook = endpoint({
  ...common,
  id: 'updateWebhook',
  method: 'PATCH',
  path: webhookPath,
  summary:
    'Change where a webhook goes, what it is told of, or whether it is; what is left out stays',
  params: ofWebhook,
  body: z.strictObject({
    url: z.optional(WebhookUrl),
    topics: z.optional(Topics),
    enabled: z.optional(z.boolean()),
  }),
  response: Webhook,
  problems: ['not_found', 'forbidden'],
})

export const deleteWebhook = endpoint({
  ...common,
  id: 'deleteWebhook',
  method: 'DELETE',
  path: webhookPath,
  summary: 'Remove a webhook with all its messages',
  params: ofWebhook,
  problems: ['not_found', 'forbidden'],
})

export const rotateWebhookSecret = endpoint({
  ...common,
  id: 'rotateWebhookSecret',
  idempotencyKey: false,
  fresh: true,
  method: 'POST',
  path: `${webhookPath}/secret`,
  summary:
    'Give a webhook a new secret, shown in this answer and never again; the next message is signed with it',
  params: ofWebhook,
  response: z.object({ webhook: Webhook, secret: z.string() }),
  problems: ['not_found', 'forbidden'],
})

export const testWebhook = endpoint({
  ...common,
  id: 'testWebhook',
  method: 'POST',
  path: `${webhookPath}/test`,
  summary: 'Send a message that says nothing, to see whether it arrives',
  params: ofWebhook,
  response: WebhookDelivery,
  status: 202,
  problems: ['not_found', 'forbidden', 'webhook_disabled', 'rate_limited'],
})

export const listWebhookDeliveries = endpoint({
  ...common,
  id: 'listWebhookDeliveries',
  method: 'GET',
  path: `${webhookPath}/deliveries`,
  summary: `The messages of a webhook and what became of them, newest first, for ${WEBHOOK_KEPT_DAYS} days`,
  params: ofWebhook,
  query: z.strictObject(pageQuery),
  response: pageOf(WebhookDelivery),
  problems: ['not_found', 'forbidden', 'malformed_request'],
})

export const replayWebhookDelivery = endpoint({
  ...common,
  id: 'replayWebhookDelivery',
  method: 'POST',
  path: `${webhookPath}/deliveries/{delivery}/replay`,
  summary: 'Send a message once more, with the id that it has',
  params: z.strictObject({ project: line(200), webhook: z.uuid(), delivery: z.uuid() }),
  response: WebhookDelivery,
  status: 202,
  problems: ['not_found', 'forbidden', 'webhook_disabled', 'rate_limited'],
})
