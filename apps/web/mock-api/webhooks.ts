import {
  type RawInput,
  type Webhook,
  type WebhookDelivery,
  type WebhookTopic,
  type WEBHOOK_TEST_TOPIC,
} from '@wheelhouse/shared-types'
import type { Context } from './context.ts'
import { findProject, type MockDb, type ProjectRow } from './db.ts'

export type WebhookRow = Webhook & { project: string; secret: string }
export type DeliveryRow = WebhookDelivery & { webhookId: string }

/** What webhooks are told when an operation was done. */
const TOPICS: Record<string, WebhookTopic> = {
  yankRelease: 'release.yanked',
  unyankRelease: 'release.unyanked',
  deleteFile: 'file.deleted',
  setProjectVisibility: 'project.settings',
}

/** Writes a message for each webhook that is to hear of an operation. */
export function tellWebhooks(context: Context, operation: string, input: RawInput): void {
  const topic = TOPICS[operation]
  const params = (input.params ?? {}) as Record<string, string>
  const project = topic && findProject(context.db, params.project ?? '')
  if (topic === undefined || project === undefined) return
  const hearing = context.db.webhooks.filter(
    (row) => row.project === project.normalizedName && row.enabled && row.topics.includes(topic),
  )
  const { version, filename } = params
  const details = (input.body ?? {}) as Record<string, string>
  for (const webhook of hearing) {
    addDelivery(context, project, webhook, topic, { version, filename, details })
  }
}

/** Writes a message that waits to be sent. */
export function addDelivery(
  { db, account }: Context,
  { name, normalizedName }: ProjectRow,
  webhook: WebhookRow,
  topic: WebhookTopic | typeof WEBHOOK_TEST_TOPIC,
  told: { version?: string | undefined; filename?: string | undefined; details: object },
): DeliveryRow {
  const id = crypto.randomUUID()
  const at = db.now().toISOString()
  const { version, filename, details } = told
  const project = { name, normalizedName }
  const actor = account?.username
  const delivery: DeliveryRow = {
    id,
    webhookId: webhook.id,
    topic,
    createdAt: at,
    state: 'waiting',
    attempts: 0,
    triedAt: null,
    nextTryAt: at,
    status: null,
    error: null,
    response: null,
    payload: JSON.stringify({ id, topic, at, project, version, filename, actor, details }),
  }
  db.deliveries.push(delivery)
  return delivery
}

/**
 * Lets what waits have been sent: nothing leaves the browser. A receiver whose host begins with `fails`
 * answers 500.
 */
export function sendWaiting(db: MockDb): void {
  for (const delivery of db.deliveries.filter(({ state }) => state === 'waiting')) {
    const webhook = db.webhooks.find(({ id }) => id === delivery.webhookId)
    if (webhook === undefined || !webhook.enabled) continue
    const fails = new URL(webhook.url).hostname.startsWith('fails')
    const triedAt = db.now().toISOString()
    const answer = fails
      ? { status: 500, error: 'answered 500, where only 2xx counts', response: 'out of order' }
      : { status: 204, error: null, response: '' }
    Object.assign(delivery, {
      ...answer,
      triedAt,
      state: fails ? 'failed' : 'delivered',
      attempts: fails ? 10 : 1,
      nextTryAt: null,
    })
    webhook.failingSince = fails ? (webhook.failingSince ?? triedAt) : null
  }
}
