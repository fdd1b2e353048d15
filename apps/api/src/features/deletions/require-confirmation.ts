import { ProblemError } from '@wheelhouse/shared-types'

/** @throws ProblemError `confirmation_mismatch` unless a person typed exactly what is to be deleted. */
export function requireConfirmation(typed: string, target: string): void {
  if (typed === target) return
  throw new ProblemError('confirmation_mismatch', `Type ${target} to confirm, not ${typed}`)
}
