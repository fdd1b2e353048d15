import * as z from 'zod/mini'
import { Email } from './accounts.ts'
import { BOUNCES } from './bounces.ts'
import { endpoint } from './endpoint.ts'

/** Addresses that one account may have, those that wait for their proof included. */
export const MOST_EMAILS = 10

/** One of a person's own addresses. */
export const EmailAddress = z
  .object({
    id: z.string(),
    address: z.string(),
    verified: z.boolean(),
    /** Why it is not verified any more; null for one that never was. */
    bounce: z.nullable(z.enum(BOUNCES)),
    /** Where mail goes, and the one that counts for what needs a verified address. */
    primary: z.boolean(),
    /** Shown to others. */
    public: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'EmailAddress' })
export type EmailAddress = z.output<typeof EmailAddress>

const params = z.strictObject({ id: z.uuid() })
const common = { tag: 'E-mail addresses', auth: 'session' } as const

export const listEmails = endpoint({
  ...common,
  id: 'listEmails',
  method: 'GET',
  path: '/api/v1/account/emails',
  summary: 'The addresses of the signed-in person, the primary one first',
  response: z.object({ items: z.array(EmailAddress) }),
})

export const EmailAddition = z.strictObject({ email: Email })

export const addEmail = endpoint({
  ...common,
  id: 'addEmail',
  fresh: true,
  method: 'POST',
  path: '/api/v1/account/emails',
  summary:
    'Add an address; it counts once the mailed link is followed, and takes the place of a primary one that is not verified',
  body: EmailAddition,
  response: EmailAddress,
  status: 201,
  problems: ['email_listed', 'too_many_emails', 'rate_limited'],
})

export const resendEmail = endpoint({
  ...common,
  id: 'resendEmail',
  method: 'POST',
  path: '/api/v1/account/emails/{id}/verification',
  summary: 'Mail the verification link of an own address again',
  params,
  status: 202,
  problems: ['not_found', 'rate_limited'],
})

export const makeEmailPrimary = endpoint({
  ...common,
  id: 'makeEmailPrimary',
  fresh: true,
  method: 'PUT',
  path: '/api/v1/account/emails/{id}/primary',
  summary: 'Make a verified address the primary one; the old and the new one are told',
  params,
  problems: ['not_found', 'email_unverified'],
})

export const removeEmail = endpoint({
  ...common,
  id: 'removeEmail',
  fresh: true,
  method: 'DELETE',
  path: '/api/v1/account/emails/{id}',
  summary: 'Remove an address that is not the primary one',
  params,
  problems: ['not_found', 'email_primary'],
})
