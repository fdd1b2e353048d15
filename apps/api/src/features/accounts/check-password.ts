import {
  fieldError,
  validationFailed,
  type FieldError,
  type PasswordContext,
} from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'

/**
 * Refuses a password that is too easy to guess for this person, or in the list of breached ones;
 * lengths are the contract's rule.
 * @param pointer the field, for example `body/password`.
 * @throws ProblemError `validation_failed` at that field.
 */
export async function checkPassword(
  deps: Pick<Deps, 'passwords' | 'breaches'>,
  pointer: string,
  password: string,
  context: PasswordContext,
): Promise<void> {
  const verdict = await deps.passwords.judge(password, context)
  if (!verdict.passes) throw validationFailed([tooWeak(pointer, verdict.warning)])
  if (await deps.breaches.has(password)) {
    throw validationFailed([
      fieldError(pointer, 'password_breached', 'is in a public list of leaked passwords'),
    ])
  }
}

function tooWeak(pointer: string, warning: string): FieldError {
  return fieldError(
    pointer,
    'password_too_weak',
    warning === ''
      ? 'is too easy to guess; make it longer or less usual'
      : `is too easy to guess: ${warning}`,
  )
}
