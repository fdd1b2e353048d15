import { randomBytes } from 'node:crypto'
import {
  ProblemError,
  RANGE_LEAST_LINES,
  RANGE_PREFIX_LENGTH,
  type getPasswordRange as endpoint,
} from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseWhenLimited } from '../../http/problems.ts'

const SUFFIX_LENGTH = 40 - RANGE_PREFIX_LENGTH

/** The lines of a prefix, padded so that its length tells less of what was asked for. */
export const getPasswordRange: UseCase<typeof endpoint> = async ({ params }, { deps, origin }) => {
  const { breaches, limiter, logger, metrics, secrets } = deps
  refuseWhenLimited(await limiter.hit('rangeByAddress', secrets.hashAddress(origin.address)))
  try {
    const lines = await breaches.range(params.prefix.toUpperCase())
    return { lines: breaches.isOn ? pad(lines) : [] }
  } catch (error) {
    metrics.breachLookup('failed')
    logger.warn({ err: error }, 'the list of breached passwords could not be asked')
    throw new ProblemError('unavailable', 'The list cannot be asked at the moment')
  }
}

function pad(lines: readonly string[]): string[] {
  const missing = Math.max(0, RANGE_LEAST_LINES - lines.length)
  const padding = Array.from({ length: missing }, () => {
    const random = randomBytes(Math.ceil(SUFFIX_LENGTH / 2))
      .toString('hex')
      .toUpperCase()
    return `${random.slice(0, SUFFIX_LENGTH)}:0`
  })
  // Sorted, so that the place of a line does not tell which is which.
  return [...lines, ...padding].toSorted()
}
