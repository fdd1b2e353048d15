import {
  judgePassword,
  type PasswordContext,
  type PasswordVerdict,
  type Zxcvbn,
} from '@wheelhouse/shared-types/password-policy'
import zxcvbn from 'zxcvbn'

export type StrengthJob = { password: string; context: PasswordContext }

/** The verdict on a password, by the same rules and the same zxcvbn as in the browser. */
export default function run({ password, context }: StrengthJob): PasswordVerdict {
  return judgePassword(zxcvbn as Zxcvbn, password, context)
}
