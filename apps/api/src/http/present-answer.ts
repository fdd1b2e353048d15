import { parseAnswer, type Endpoint } from '@wheelhouse/shared-types'
import type { KeptAnswer } from './idempotency.ts'

/** The answer is parsed by the contract too: what is not part of it does not leave. */
export function presentAnswer(endpoint: Endpoint, result: unknown): KeptAnswer {
  const { response, status } = endpoint
  return { status, text: response && JSON.stringify(parseAnswer(endpoint, result)) }
}
