import type {
  Webhook,
  WebhookDelivery,
  WebhookTopic,
  WEBHOOK_DISABLED_BY,
} from '@wheelhouse/shared-types'
import type { Webhook as WebhookRow, WebhookDelivery as DeliveryRow } from '@wheelhouse/database'
import { writeMessage } from './write-message.ts'

/** The host of a webhook's address: all that is told of it outside its page, since paths hold secrets. */
export const hostOf = (url: string): string => new URL(url).host

export function presentWebhook(webhook: WebhookRow): Webhook {
  return {
    id: webhook.id,
    url: webhook.url,
    topics: webhook.topics as WebhookTopic[],
    enabled: webhook.disabledAt === null,
    disabledBy: webhook.disabledBy as (typeof WEBHOOK_DISABLED_BY)[number] | null,
    failingSince: webhook.failingSince?.toISOString() ?? null,
    createdBy: webhook.createdBy,
    createdAt: webhook.createdAt.toISOString(),
  }
}

export function presentDelivery(delivery: DeliveryRow): WebhookDelivery {
  const { deliveredAt, nextTryAt } = delivery
  return {
    id: delivery.id,
    topic: delivery.topic,
    createdAt: delivery.createdAt.toISOString(),
    state: deliveredAt !== null ? 'delivered' : nextTryAt === null ? 'failed' : 'waiting',
    attempts: delivery.attempts,
    triedAt: delivery.triedAt?.toISOString() ?? null,
    nextTryAt: nextTryAt?.toISOString() ?? null,
    status: delivery.status,
    error: delivery.error,
    response: delivery.response,
    payload: writeMessage(delivery),
  }
}
