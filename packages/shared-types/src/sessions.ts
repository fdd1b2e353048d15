import * as z from 'zod/mini'
import { Account, CurrentPassword, EMAIL_MAX_LENGTH } from './accounts.ts'
import { endpoint } from './endpoint.ts'
import { line } from './text.ts'

export const SignIn = z.strictObject({
  /** Username or e-mail address. */
  login: line(EMAIL_MAX_LENGTH),
  password: CurrentPassword,
  /** Keep the session through 30 days without use instead of 12 hours. */
  remember: z._default(z.boolean(), false),
})

export const signIn = endpoint({
  id: 'signIn',
  method: 'POST',
  path: '/api/v1/sessions',
  tag: 'Sessions',
  summary: 'Sign in; sets the session cookie',
  body: SignIn,
  response: Account,
  status: 201,
  problems: ['credentials_wrong', 'account_disabled', 'rate_limited'],
})

export const signOut = endpoint({
  id: 'signOut',
  method: 'DELETE',
  path: '/api/v1/sessions/current',
  tag: 'Sessions',
  summary: 'Sign out; the session is dead everywhere at once',
  auth: 'session',
})
