import { ProblemError } from '@wheelhouse/shared-types'
import type { Config } from '../config.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
/** A guess at when it is worth asking again, in seconds. */
const RETRY_AFTER = 300

/** @throws ProblemError `unavailable` for what would change something while nothing may. */
export function refuseWhenReadOnly({ READ_ONLY }: Pick<Config, 'READ_ONLY'>, method: string): void {
  if (!READ_ONLY || SAFE.has(method)) return
  throw new ProblemError('unavailable', 'The index is read-only at the moment; try again later', {
    retryAfter: RETRY_AFTER,
  })
}
