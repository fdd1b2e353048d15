import {
  fieldError,
  judgePassword,
  validationFailed,
  type PasswordContext,
} from '@wheelhouse/shared-types'

/** Strong by the rules, and the one password of the mock's list of breached ones. */
export const LEAKED_PASSWORD = 'breached otter 58 canal lamp'

/**
 * Refuses a weak password by the one rule that the form and the API use too.
 * @throws ProblemError `validation_failed` with `password_too_weak` or `password_breached` at `pointer`.
 */
export async function requireStrongPassword(
  password: string,
  context: PasswordContext,
  pointer: 'body/password' | 'body/newPassword',
): Promise<void> {
  // The dictionaries weigh 400 kB: fetched when the first password is set, not at start.
  const { default: zxcvbn } = await import('zxcvbn')
  const verdict = judgePassword(zxcvbn, password, context)
  if (verdict.passes) {
    if (password !== LEAKED_PASSWORD) return
    throw validationFailed([
      fieldError(pointer, 'password_breached', 'is in a public list of leaked passwords'),
    ])
  }
  const why = verdict.warning === '' ? 'make it longer or less usual' : verdict.warning
  throw validationFailed([fieldError(pointer, 'password_too_weak', `is too easy to guess: ${why}`)])
}
