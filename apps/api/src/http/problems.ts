import { ProblemError, type FieldError } from '@wheelhouse/shared-types'

/** The refusals that use cases give most, by name. */
export const notFound = (what: string) => new ProblemError('not_found', `${what} does not exist`)
export const forbidden = (why: string) => new ProblemError('forbidden', why)
export const notAuthenticated = () =>
  new ProblemError('not_authenticated', 'Sign in, or send an API token')

/** 429 with the seconds to wait, when there are any. */
export function refuseWhenLimited(retryAfter: number | undefined): void {
  if (retryAfter === undefined) return
  throw new ProblemError('rate_limited', `Try again in ${retryAfter} seconds`, { retryAfter })
}

export type { FieldError }
