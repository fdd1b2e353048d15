import { ProblemError } from '@wheelhouse/shared-types'
import type { UploadRefusal } from './upload-refusal.ts'

/**
 * A refusal in the form of the JSON API: `upload_refused` with its status and reason, or
 * `unavailable`. A fault of ours stays what it was, for the log.
 */
export function toUploadProblem(refusal: UploadRefusal, cause: unknown): unknown {
  const { status, reason, message, retryAfter } = refusal
  if (status === 503) return new ProblemError('unavailable', message, { retryAfter, cause })
  if (status >= 500) return cause
  return new ProblemError('upload_refused', message, { status, reason, retryAfter, cause })
}
