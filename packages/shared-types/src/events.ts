import * as z from 'zod/mini'
import { Device } from './device.ts'
import { endpoint } from './endpoint.ts'
import { pageOf, pageQuery } from './pagination.ts'

/** What a security history can be narrowed to. */
export const EVENT_GROUPS = [
  'sign-in',
  'password',
  'second-factor',
  'email',
  'token',
  'project',
  'account',
] as const
export type EventGroup = (typeof EVENT_GROUPS)[number]

/** One thing that was done to an account, or by it. */
export const AccountEvent = z
  .object({
    id: z.string(),
    /** Slug such as `signed-in`; new ones come with new features. */
    kind: z.string(),
    at: z.iso.datetime(),
    /** Username, with the token's name where one was used. */
    actor: z.string(),
    /** The browser that asked; null for what nobody asked for. */
    device: z.nullable(Device),
    /** Whether it came from the network address that asks now; null where that is not known. */
    sameNetwork: z.nullable(z.boolean()),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .register(z.globalRegistry, { id: 'AccountEvent' })
export type AccountEvent = z.output<typeof AccountEvent>

/** Which events; the export takes the same. Days are those of UTC, both included. */
export const eventFilter = {
  group: z.optional(z.enum(EVENT_GROUPS)),
  since: z.optional(z.iso.date()),
  until: z.optional(z.iso.date()),
}

/** Where the whole history is fetched as a file of comma-separated values, with `eventFilter`. */
export const EVENT_EXPORT_PATH = '/api/v1/account/events.csv'

export const listEvents = endpoint({
  id: 'listEvents',
  method: 'GET',
  path: '/api/v1/account/events',
  tag: 'Accounts',
  summary: 'The security history of the signed-in person, newest first',
  auth: 'session',
  query: z.strictObject({ ...eventFilter, ...pageQuery }),
  response: pageOf(AccountEvent),
  problems: ['malformed_request'],
})
