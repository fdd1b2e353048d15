import { RecoveryCode, TotpCode } from '@wheelhouse/shared-types'
import * as z from 'zod/mini'

/** What the forms of second factors are checked by: fetched after them, with zod. */
export { PasskeyRenaming, PasswordConfirmation, RecoveryCodeCheck } from '@wheelhouse/shared-types'

export const FirstCode = z.strictObject({ code: TotpCode })

export const AppCode = z.strictObject({ code: TotpCode, rememberDevice: z.boolean() })

export const OneRecoveryCode = z.strictObject({ code: RecoveryCode })
