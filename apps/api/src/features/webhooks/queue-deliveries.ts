import type { Tx } from '../../infra/db/database.ts'
import type { Actor, EventKind } from '../events/record-event.ts'
import { TOPICS } from './webhook-topics.ts'

/** What a message says, beside its id and topic. */
export type WebhookPayload = {
  /** ISO time of the event. */
  readonly at: string
  readonly project: { readonly name: string; readonly normalizedName: string }
  readonly version?: string
  readonly filename?: string
  /** Who did it: a username, or `operator`. */
  readonly actor: string
  readonly details: Readonly<Record<string, string | number | boolean | null>>
}

type ProjectEvent = {
  readonly kind: EventKind
  readonly actor: Actor
  readonly at: Date
  readonly projectId: string
  readonly details: WebhookPayload['details']
}

/** Writes a message for each webhook that is to hear of an event, in the event's own transaction. */
export async function queueDeliveries(tx: Tx, event: ProjectEvent): Promise<void> {
  const topic = TOPICS[event.kind]
  if (topic === null) return
  const webhooks = await tx.webhook.findMany({
    where: { projectId: event.projectId, disabledAt: null, topics: { has: topic } },
    select: { id: true, project: { select: { name: true, normalizedName: true } } },
  })
  if (webhooks.length === 0) return
  const { at: createdAt } = event
  await tx.webhookDelivery.createMany({
    data: webhooks.map(({ id: webhookId, project }) => {
      const payload = payloadOf(event, project)
      return { webhookId, topic, payload, createdAt, nextTryAt: createdAt }
    }),
  })
}

/** What is told of an event; the release and the file of it stand beside the other details. */
export function payloadOf(
  { actor, at, details }: Pick<ProjectEvent, 'actor' | 'at' | 'details'>,
  { name, normalizedName }: WebhookPayload['project'],
): WebhookPayload {
  const { version, filename, ...others } = details
  return {
    at: at.toISOString(),
    project: { name, normalizedName },
    ...(typeof version === 'string' ? { version } : {}),
    ...(typeof filename === 'string' ? { filename } : {}),
    // The name of a token is for its owner alone.
    actor: actor.name.replace(/ \(token .*$/s, ''),
    details: others,
  }
}
