import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { createWebhook } from './create-webhook.ts'
import { deleteWebhook } from './delete-webhook.ts'
import { listDeliveries } from './list-deliveries.ts'
import { listWebhooks } from './list-webhooks.ts'
import { replayDelivery } from './replay-delivery.ts'
import { rotateSecret } from './rotate-secret.ts'
import { testWebhook } from './test-webhook.ts'
import { updateWebhook } from './update-webhook.ts'

export const webhookRoutes: readonly Binding[] = [
  bind(endpoints.listWebhooks, listWebhooks),
  bind(endpoints.createWebhook, createWebhook),
  bind(endpoints.updateWebhook, updateWebhook),
  bind(endpoints.deleteWebhook, deleteWebhook),
  bind(endpoints.rotateWebhookSecret, rotateSecret),
  bind(endpoints.testWebhook, testWebhook),
  bind(endpoints.listWebhookDeliveries, listDeliveries),
  bind(endpoints.replayWebhookDelivery, replayDelivery),
]
