import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { addAuthenticator } from './add-authenticator.ts'
import { addPasskey } from './add-passkey.ts'
import { checkRecoveryCode } from './check-recovery-code.ts'
import { confirmByPasskey } from './confirm-by-passkey.ts'
import { confirmByPassword } from './confirm-by-password.ts'
import { confirmDevice } from './confirm-device.ts'
import { finishSignInByCode } from './finish-sign-in-by-code.ts'
import { finishSignInByPasskey } from './finish-sign-in-by-passkey.ts'
import { getTwoFactor } from './get-two-factor.ts'
import { makeRecoveryCodes } from './make-recovery-codes.ts'
import { removeAuthenticator } from './remove-authenticator.ts'
import { removePasskey } from './remove-passkey.ts'
import { renamePasskey } from './rename-passkey.ts'
import { resendDeviceCheck } from './resend-device-check.ts'
import { signInByPasskey } from './sign-in-by-passkey.ts'
import { startAuthenticator } from './start-authenticator.ts'
import { startConfirmation } from './start-confirmation.ts'
import { startPasskey } from './start-passkey.ts'
import { startPasskeySignIn } from './start-passkey-sign-in.ts'
import { startSecondStepPasskey } from './start-second-step-passkey.ts'

export const twoFactorRoutes: readonly Binding[] = [
  bind(endpoints.getTwoFactor, getTwoFactor),
  bind(endpoints.startAuthenticator, startAuthenticator),
  bind(endpoints.addAuthenticator, addAuthenticator),
  bind(endpoints.removeAuthenticator, removeAuthenticator),
  bind(endpoints.startPasskey, startPasskey),
  bind(endpoints.addPasskey, addPasskey),
  bind(endpoints.renamePasskey, renamePasskey),
  bind(endpoints.removePasskey, removePasskey),
  bind(endpoints.makeRecoveryCodes, makeRecoveryCodes),
  bind(endpoints.checkRecoveryCode, checkRecoveryCode),
  bind(endpoints.finishSignInByCode, finishSignInByCode),
  bind(endpoints.resendDeviceCheck, resendDeviceCheck),
  bind(endpoints.confirmDevice, confirmDevice),
  bind(endpoints.startSecondStepPasskey, startSecondStepPasskey),
  bind(endpoints.finishSignInByPasskey, finishSignInByPasskey),
  bind(endpoints.startPasskeySignIn, startPasskeySignIn),
  bind(endpoints.signInByPasskey, signInByPasskey),
  bind(endpoints.startConfirmation, startConfirmation),
  bind(endpoints.confirmByPassword, confirmByPassword),
  bind(endpoints.confirmByPasskey, confirmByPasskey),
]
