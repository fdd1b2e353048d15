import * as z from 'zod/mini'
import { Account, CurrentPassword, EMAIL_MAX_LENGTH } from './accounts.ts'
import { Device } from './device.ts'
import { endpoint } from './endpoint.ts'
import { SecondStep } from './second-factors.ts'
import { line } from './text.ts'

export const SignIn = z.strictObject({
  /** Username or e-mail address. */
  login: line(EMAIL_MAX_LENGTH),
  password: CurrentPassword,
  /** Keep the session through 30 days without use instead of 12 hours. */
  remember: z._default(z.boolean(), false),
})

/** What the right password leads to: a session, or the step that is missing for one. */
export const SignInResult = z
  .object({ account: z.nullable(Account), secondStep: z.nullable(SecondStep) })
  .register(z.globalRegistry, { id: 'SignInResult' })
export type SignInResult = z.output<typeof SignInResult>

export const signIn = endpoint({
  id: 'signIn',
  method: 'POST',
  path: '/api/v1/sessions',
  tag: 'Sessions',
  summary: 'Sign in; sets the session cookie, unless the account has a second factor to be shown',
  body: SignIn,
  response: SignInResult,
  status: 201,
  problems: ['credentials_wrong', 'account_disabled', 'password_breached', 'rate_limited'],
})

export const signOut = endpoint({
  id: 'signOut',
  idempotencyKey: false,
  method: 'DELETE',
  path: '/api/v1/sessions/current',
  tag: 'Sessions',
  summary: 'Sign out; the session is dead everywhere at once',
  auth: 'session',
})

/** One browser in which somebody is signed in. */
export const Session = z
  .object({
    id: z.string(),
    device: Device,
    /** Whether it is the one that asks. */
    current: z.boolean(),
    remember: z.boolean(),
    createdAt: z.iso.datetime(),
    /** To the minute. */
    lastSeenAt: z.iso.datetime(),
    /** When it ends, however much it is used. */
    expiresAt: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'Session' })
export type Session = z.output<typeof Session>

export const listSessions = endpoint({
  id: 'listSessions',
  method: 'GET',
  path: '/api/v1/sessions',
  tag: 'Sessions',
  summary: 'Where the person is signed in: this browser first, then the last seen',
  auth: 'session',
  response: z.object({ items: z.array(Session) }),
})

export const endSession = endpoint({
  id: 'endSession',
  idempotencyKey: false,
  method: 'DELETE',
  path: '/api/v1/sessions/{id}',
  tag: 'Sessions',
  summary: 'Sign another browser out; it is out at once',
  auth: 'session',
  params: z.strictObject({ id: z.uuid() }),
  problems: ['not_found'],
})

export const endOtherSessions = endpoint({
  id: 'endOtherSessions',
  idempotencyKey: false,
  method: 'DELETE',
  path: '/api/v1/sessions',
  tag: 'Sessions',
  summary: 'Sign every other browser out',
  auth: 'session',
  response: z.object({ ended: z.number() }),
})
