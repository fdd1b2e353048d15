import type { Token } from '@wheelhouse/shared-types'

const DAY = 24 * 60 * 60 * 1000
const SOON = 14 * DAY

/** Whether a token has ended, or will within two weeks. `now` is in milliseconds. */
export function tokenState(
  { expiresAt }: Pick<Token, 'expiresAt'>,
  now: number,
): 'good' | 'soon' | 'expired' {
  if (expiresAt === null) return 'good'
  const left = Date.parse(expiresAt) - now
  return left <= 0 ? 'expired' : left <= SOON ? 'soon' : 'good'
}

/** Whether a token lives longer, from its making to its end, than this many days. */
export function livesLonger(
  { createdAt, expiresAt }: Pick<Token, 'createdAt' | 'expiresAt'>,
  days: number,
): boolean {
  return expiresAt === null || Date.parse(expiresAt) - Date.parse(createdAt) > days * DAY
}
