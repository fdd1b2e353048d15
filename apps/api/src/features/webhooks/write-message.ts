import type { WebhookPayload } from './queue-deliveries.ts'

export type StoredMessage = {
  readonly id: string
  readonly topic: string
  /** A `WebhookPayload`, as the database has it. */
  readonly payload: unknown
}

/** The body of a message: the same text each time it is sent. */
export function writeMessage({ id, topic, payload }: StoredMessage): string {
  const { at, project, version, filename, actor, details } = payload as WebhookPayload
  return JSON.stringify({ id, topic, at, project, version, filename, actor, details })
}
