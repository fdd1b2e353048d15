import { delay, http, HttpResponse, type HttpHandler } from 'msw'
import { PROBLEM_CODES, ProblemError, type ProblemCode } from '@wheelhouse/shared-types'
import { problemResponse } from './bind.ts'
import { orderedFailure } from './sentinels.ts'

/** How the browser's passkeys behave: as they are, always there (virtual), or never shown. */
export const PASSKEY_MODES = ['browser', 'virtual', 'refused'] as const

/** What is wrong with the way to the API, and with the API; all of it can be set in the panel. */
export type Conditions = {
  /** Milliseconds by which every answer is late. */
  latency: number
  /** Per cent of the calls that end in a 500. */
  errorRate: number
  /** No call arrives. */
  offline: boolean
  /** As with the operator's `READ_ONLY`: changes are refused. */
  readOnly: boolean
  /** How the next call ends, whichever it is. */
  nextFailure: Failure | null
  passkey: (typeof PASSKEY_MODES)[number]
}

/** A refusal of the contract, or no answer at all. */
export type Failure = ProblemCode | 'network'
export const FAILURES: readonly Failure[] = ['network', ...PROBLEM_CODES]

export const CALM: Readonly<Conditions> = {
  latency: 0,
  errorRate: 0,
  offline: false,
  readOnly: false,
  nextFailure: null,
  passkey: 'browser',
}

/**
 * Stands before every other handler. `conditions` is looked at anew for each call; `random` gives
 * numbers from 0 up to 1.
 */
export function createConditionsHandler(
  pattern: string,
  conditions: Conditions,
  random: () => number = Math.random,
): HttpHandler {
  return http.all(pattern, async ({ request }) => {
    if (conditions.latency > 0) await delay(conditions.latency)
    if (conditions.offline) return HttpResponse.error()
    const { nextFailure } = conditions
    if (nextFailure !== null) {
      conditions.nextFailure = null
      return nextFailure === 'network'
        ? HttpResponse.error()
        : problemResponse(orderedFailure(nextFailure, 'the next call'))
    }
    if (random() * 100 < conditions.errorRate) {
      return problemResponse(orderedFailure('internal', 'some calls'))
    }
    if (conditions.readOnly && request.method !== 'GET' && request.method !== 'HEAD') {
      return problemResponse(
        new ProblemError('unavailable', 'The index is read-only at the moment; try again later', {
          retryAfter: 30,
        }),
      )
    }
    return undefined
  })
}
