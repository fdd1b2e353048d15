import type { FieldError, Problem, ProblemCode } from '@wheelhouse/shared-types'

/** A problem code of the contract, or why there was no problem document. */
export type UiErrorCode = ProblemCode | 'network' | 'unexpected'

/** Every refusal and failure of a call, in the one form that screens and forms show. */
export class UiError extends Error {
  override readonly name = 'UiError'
  readonly code: UiErrorCode
  /** HTTP status, 0 where no answer came. */
  readonly status: number
  readonly errors: readonly FieldError[]
  /** Id of the request in the server's log. */
  readonly requestId: string | undefined
  /** Seconds to wait. */
  readonly retryAfter: number | undefined
  /** Slug of what is wrong with a file, with `upload_refused`. */
  readonly reason: string | undefined

  constructor(
    code: UiErrorCode,
    detail: string,
    more: {
      status?: number
      errors?: readonly FieldError[] | undefined
      requestId?: string | undefined
      retryAfter?: number | undefined
      reason?: string | undefined
      cause?: unknown
    } = {},
  ) {
    super(detail, { cause: more.cause })
    this.code = code
    this.status = more.status ?? 0
    this.errors = more.errors ?? []
    this.requestId = more.requestId
    this.retryAfter = more.retryAfter
    this.reason = more.reason
  }
}

export const fromProblem = (problem: Problem, retryAfter: number | undefined): UiError =>
  new UiError(problem.code, problem.detail, {
    status: problem.status,
    errors: problem.errors,
    requestId: problem.instance,
    retryAfter: problem.retryAfter ?? retryAfter,
    reason: problem.reason,
  })

/** Anything thrown as a `UiError`; what is not one is a fault of the app. */
export function toUiError(error: unknown): UiError {
  if (error instanceof UiError) return error
  const detail = error instanceof Error ? error.message : String(error)
  return new UiError('unexpected', detail, { cause: error })
}

/** Not there, or of a name that cannot be there. */
export function isMissing(error: unknown): boolean {
  const { code } = toUiError(error)
  return code === 'not_found' || code === 'validation_failed'
}
