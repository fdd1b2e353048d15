import {
  createWebhook,
  deleteWebhook,
  fieldError,
  listWebhookDeliveries,
  listWebhooks,
  ProblemError,
  replayWebhookDelivery,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
  validationFailed,
  WEBHOOK_TEST_TOPIC,
  WEBHOOKS_MOST,
} from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { signedIn, type Context } from '../context.ts'
import { requireRole } from '../roles.ts'
import { fromBase64Url, toBase64Url } from '../secrets.ts'
import { addDelivery, sendWaiting, type WebhookRow } from '../webhooks.ts'

export const webhookOperations: readonly Operation[] = [
  bind(listWebhooks, ({ params }, context) => {
    const project = requireRole(context, params.project, ['owner'], 'manage', { reads: true })
    const items = context.db.webhooks.filter((row) => row.project === project.normalizedName)
    return { items }
  }),

  bind(createWebhook, ({ params, body }, context) => {
    const { db } = context
    const project = requireRole(context, params.project, ['owner'], 'manage')
    refuseUrl(body.url)
    const own = db.webhooks.filter((row) => row.project === project.normalizedName)
    if (own.length >= WEBHOOKS_MOST) {
      throw new ProblemError('too_many_webhooks', `There are ${WEBHOOKS_MOST} at the most`)
    }
    const webhook: WebhookRow = {
      id: crypto.randomUUID(),
      project: project.normalizedName,
      secret: newSecret(),
      url: body.url,
      topics: [...new Set(body.topics)].toSorted(),
      enabled: true,
      disabledBy: null,
      failingSince: null,
      createdBy: signedIn(context).username,
      createdAt: db.now().toISOString(),
    }
    db.webhooks.push(webhook)
    return { webhook, secret: webhook.secret }
  }),

  bind(updateWebhook, ({ params, body }, context) => {
    const { webhook } = requireWebhook(context, params)
    const { url, topics, enabled } = body
    if (url !== undefined) {
      refuseUrl(url)
      Object.assign(webhook, { url, failingSince: null })
    }
    if (topics !== undefined) webhook.topics = [...new Set(topics)].toSorted()
    if (enabled === true) {
      Object.assign(webhook, { enabled: true, disabledBy: null, failingSince: null })
    }
    if (enabled === false && webhook.enabled) {
      Object.assign(webhook, { enabled: false, disabledBy: 'owner' })
      for (const delivery of context.db.deliveries) {
        if (delivery.webhookId !== webhook.id || delivery.state !== 'waiting') continue
        Object.assign(delivery, { state: 'failed', nextTryAt: null })
      }
    }
    return webhook
  }),

  bind(deleteWebhook, ({ params }, context) => {
    const { db } = context
    const { webhook } = requireWebhook(context, params)
    db.webhooks = db.webhooks.filter((row) => row !== webhook)
    db.deliveries = db.deliveries.filter((row) => row.webhookId !== webhook.id)
    return undefined
  }),

  bind(rotateWebhookSecret, ({ params }, context) => {
    const { webhook } = requireWebhook(context, params)
    webhook.secret = newSecret()
    return { webhook, secret: webhook.secret }
  }),

  bind(testWebhook, ({ params }, context) => {
    const { project, webhook } = requireWebhook(context, params)
    refuseDisabled(webhook)
    return { ...addDelivery(context, project, webhook, WEBHOOK_TEST_TOPIC, { details: {} }) }
  }),

  bind(listWebhookDeliveries, ({ params, query }, context) => {
    const { db } = context
    const { webhook } = requireWebhook(context, params, { reads: true })
    const offset = readCursor(query.cursor)
    sendWaiting(db)
    const all = db.deliveries.filter((row) => row.webhookId === webhook.id).toReversed()
    const end = offset + query.limit
    const nextCursor = end < all.length ? writeCursor(end) : null
    return { items: all.slice(offset, end), nextCursor }
  }),

  bind(replayWebhookDelivery, ({ params }, context) => {
    const { webhook } = requireWebhook(context, params)
    const { deliveries } = context.db
    const delivery = deliveries.find(
      ({ id, webhookId }) => id === params.delivery && webhookId === webhook.id,
    )
    if (delivery === undefined) throw new ProblemError('not_found', 'There is no such message')
    refuseDisabled(webhook)
    const nextTryAt = context.db.now().toISOString()
    Object.assign(delivery, { state: 'waiting', attempts: 0, nextTryAt, error: null })
    return { ...delivery }
  }),
]

function requireWebhook(
  context: Context,
  place: { project: string; webhook: string },
  how: { reads?: boolean } = {},
) {
  const project = requireRole(context, place.project, ['owner'], 'manage', how)
  const webhook = context.db.webhooks.find(
    ({ id, project: name }) => id === place.webhook && name === project.normalizedName,
  )
  if (webhook === undefined) throw new ProblemError('not_found', 'There is no such webhook')
  return { project, webhook }
}

function refuseDisabled({ enabled }: WebhookRow): void {
  if (!enabled) throw new ProblemError('webhook_disabled', 'Nothing is sent to it; enable it')
}

/** Without TLS, or to an address of a private network, nothing is sent. */
function refuseUrl(text: string): void {
  const { protocol, hostname } = new URL(text)
  const isPrivate = /^(?:127\.|10\.|192\.168\.|169\.254\.|\[)/.test(hostname)
  if (protocol === 'https:' && !isPrivate) return
  const detail = 'must begin with https:// and name a public host'
  throw validationFailed([fieldError('body/url', 'webhook_url_refused', detail)])
}

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return `whsec_${btoa(String.fromCharCode(...bytes))}`
}

const writeCursor = (offset: number) => toBase64Url(new TextEncoder().encode(`w${offset}`))

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const offset = /^w(\d{1,4})$/.exec(fromBase64Url(cursor) ?? '')?.[1]
  if (offset !== undefined) return Number(offset)
  throw new ProblemError('malformed_request', 'The cursor is not one that this list gave')
}
