import * as z from 'zod'
import { MAIL_EVENT_KINDS, type MailEvent } from './apply-mail-event.ts'

const MOST_EVENTS = 1_000

const address = z.string().min(3).max(320)
const OwnEvents = z.array(z.object({ kind: z.enum(MAIL_EVENT_KINDS), address })).max(MOST_EVENTS)

const recipients = z.array(z.object({ emailAddress: address })).max(MOST_EVENTS)
/**
 * A notification of Amazon SES as its documentation lists the fields; `eventType` where events are
 * published, `notificationType` where notifications are.
 */
const SesEvent = z.union([
  z.object({
    type: z.literal('Bounce'),
    bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients }),
  }),
  z.object({
    type: z.literal('Complaint'),
    complaint: z.object({ complainedRecipients: recipients }),
  }),
  z.object({
    type: z.literal('Delivery'),
    delivery: z.object({ recipients: z.array(address).max(MOST_EVENTS) }),
  }),
])

/**
 * What a provider tells: a list of our own events, or one notification of Amazon SES (without the
 * envelope of SNS). Undefined for anything else.
 */
export function readMailEvents(text: string): MailEvent[] | undefined {
  let told: unknown
  try {
    told = JSON.parse(text)
  } catch {
    return undefined
  }
  if (Array.isArray(told)) return OwnEvents.safeParse(told).data
  if (typeof told !== 'object' || told === null) return undefined
  const { eventType, notificationType } = told as Record<string, unknown>
  const ses = SesEvent.safeParse({ ...told, type: eventType ?? notificationType }).data
  return ses && fromSes(ses)
}

function fromSes(event: z.output<typeof SesEvent>): MailEvent[] {
  const all = (kind: MailEvent['kind'], addresses: readonly string[]) =>
    addresses.map((text) => ({ kind, address: bare(text) }))
  const addressesOf = (list: z.output<typeof recipients>) =>
    list.map(({ emailAddress }) => emailAddress)
  switch (event.type) {
    case 'Bounce': {
      const { bounceType, bouncedRecipients } = event.bounce
      const kind = bounceType === 'Permanent' ? 'hard-bounce' : 'soft-bounce'
      return all(kind, addressesOf(bouncedRecipients))
    }
    case 'Complaint':
      return all('spam-report', addressesOf(event.complaint.complainedRecipients))
    case 'Delivery':
      return all('delivered', event.delivery.recipients)
  }
}

/** `Jane <jane@example.org>` without the name. */
const bare = (text: string) => /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text
