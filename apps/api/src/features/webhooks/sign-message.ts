import { createHmac, randomBytes } from 'node:crypto'
import type { Secrets } from '../../infra/secrets.ts'
import { openSecret, sealSecret } from '../../infra/seal-secret.ts'

const PREFIX = 'whsec_'
const SECRET_BYTES = 32

type Keys = Pick<Secrets, 'webhookKey'>

/** A new secret: as its owner sees it once, and as it is stored. */
export function makeWebhookSecret(
  { webhookKey }: Keys,
  webhookId: string,
): { secret: string; sealed: Uint8Array<ArrayBuffer> } {
  const key = randomBytes(SECRET_BYTES)
  return {
    secret: PREFIX + key.toString('base64'),
    sealed: sealSecret(webhookKey, webhookId, key),
  }
}

/**
 * The headers that a message is known by, as Standard Webhooks has them: its id (the same however
 * often it is sent), the time of this try in seconds, and an HMAC-SHA256 over both and the body.
 * @see https://www.standardwebhooks.com
 */
export function signMessage(
  { webhookKey }: Keys,
  webhook: { id: string; secret: Uint8Array },
  message: { id: string; at: Date; body: string },
): Record<string, string> {
  const key = openSecret(webhookKey, webhook.id, webhook.secret)
  const timestamp = Math.floor(message.at.getTime() / 1000)
  const signed = `${message.id}.${timestamp}.${message.body}`
  const signature = createHmac('sha256', key).update(signed).digest('base64')
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  }
}
