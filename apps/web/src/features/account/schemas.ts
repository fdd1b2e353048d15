import { NewPassword, PersonName, Username } from '@wheelhouse/shared-types'
import * as z from 'zod/mini'

/** What the forms of an account are checked by: fetched after them, with zod. */
export {
  AccountDeletion,
  EmailAddition,
  InvitationAcceptance,
  passwordChange,
  PasswordResetRequest,
  Registration,
  SignIn,
  VerificationResending,
} from '@wheelhouse/shared-types'

export const NameChange = z.strictObject({ name: PersonName })

export const PasswordReset = z.strictObject({ password: NewPassword })

/** A username as it is kept, if it can be one. */
export function readUsername(typed: string): string | undefined {
  const read = z.safeParse(Username, typed)
  return read.success ? read.data : undefined
}
