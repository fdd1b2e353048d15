import * as z from 'zod/mini'
import { NewPassword, PersonName, Username } from './accounts.ts'
import { endpoint } from './endpoint.ts'
import { secret } from './text.ts'

const token = secret(1, 2048)

export const inspectInvitation = endpoint({
  id: 'inspectInvitation',
  method: 'POST',
  path: '/api/v1/invitations/inspect',
  tag: 'Accounts',
  summary: 'For which address an invitation is (without using it up)',
  body: z.strictObject({ token }),
  response: z.object({ email: z.string() }),
  problems: ['link_invalid', 'registration_closed', 'rate_limited'],
})

/** A registration whose address is that of the invitation. */
export const InvitationAcceptance = z.strictObject({
  token,
  name: z._default(PersonName, ''),
  username: Username,
  password: NewPassword,
})

export const acceptInvitation = endpoint({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/api/v1/invitations/accept',
  tag: 'Accounts',
  summary: 'Open an account with an invitation; its address is verified by it',
  body: InvitationAcceptance,
  status: 204,
  problems: ['link_invalid', 'username_taken', 'registration_closed', 'rate_limited'],
})
