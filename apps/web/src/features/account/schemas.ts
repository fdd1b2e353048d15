import {
  InvitationAcceptance,
  NewPassword,
  PasswordResetRequest,
  Registration,
  SignIn,
  Username,
  VerificationResending,
} from '@wheelhouse/shared-types'
import * as z from 'zod/mini'

/** What the forms before a sign-in are checked by: fetched after them, with zod. */
export const schemas = {
  signIn: SignIn,
  registration: Registration,
  invitation: InvitationAcceptance,
  resetRequest: PasswordResetRequest,
  newPassword: z.strictObject({ password: NewPassword }),
  resending: VerificationResending,
}

/** A username as it is kept, if it can be one. */
export function readUsername(typed: string): string | undefined {
  const read = z.safeParse(Username, typed)
  return read.success ? read.data : undefined
}
