import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { changePassword } from './change-password.ts'
import { checkUsername } from './check-username.ts'
import { completePasswordReset } from './complete-password-reset.ts'
import { deleteAccount } from './delete-account.ts'
import { getAccountDeletion } from './get-account-deletion.ts'
import { getAccount } from './get-account.ts'
import { getPasswordRange } from './get-password-range.ts'
import { inspectInvitation } from './inspect-invitation.ts'
import { inspectPasswordReset } from './inspect-password-reset.ts'
import { registerAccount } from './register-account.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resendVerification } from './resend-verification.ts'
import { updateProfile } from './update-profile.ts'
import { verifyEmail } from './verify-email.ts'

export const accountRoutes: readonly Binding[] = [
  bind(endpoints.registerAccount, registerAccount),
  bind(endpoints.checkUsername, checkUsername),
  bind(endpoints.getPasswordRange, getPasswordRange),
  bind(endpoints.inspectInvitation, inspectInvitation),
  bind(endpoints.acceptInvitation, acceptInvitation),
  bind(endpoints.verifyEmail, verifyEmail),
  bind(endpoints.resendVerification, resendVerification),
  bind(endpoints.requestPasswordReset, requestPasswordReset),
  bind(endpoints.inspectPasswordReset, inspectPasswordReset),
  bind(endpoints.completePasswordReset, completePasswordReset),
  bind(endpoints.getAccount, getAccount),
  bind(endpoints.updateProfile, updateProfile),
  bind(endpoints.getAccountDeletion, getAccountDeletion),
  bind(endpoints.deleteAccount, deleteAccount),
  bind(endpoints.changePassword, changePassword),
]
