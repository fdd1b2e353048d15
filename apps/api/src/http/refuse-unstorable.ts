import { ProblemError } from '@wheelhouse/shared-types'

/** No operation has a body that is nested more deeply. */
const MOST_LEVELS = 20

/** NUL cannot be stored and a lone surrogate is no text, wherever in the request it stands. */
export function refuseUnstorable(value: unknown, level: number = 0): void {
  if (level > MOST_LEVELS) {
    throw new ProblemError('malformed_request', 'The body is nested too deeply')
  }
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
    throw new ProblemError(
      'malformed_request',
      'Text must not contain NUL characters or lone surrogates',
    )
  }
  if (typeof value !== 'object' || value === null) return
  for (const item of Object.values(value)) refuseUnstorable(item, level + 1)
}
