import type { Token } from '@wheelhouse/shared-types'

const SOON = 14 * 24 * 60 * 60 * 1000

/** Whether a token has ended, or will within two weeks. `now` is in milliseconds. */
export function tokenState(
  { expiresAt }: Pick<Token, 'expiresAt'>,
  now: number,
): 'good' | 'soon' | 'expired' {
  if (expiresAt === null) return 'good'
  const left = Date.parse(expiresAt) - now
  return left <= 0 ? 'expired' : left <= SOON ? 'soon' : 'good'
}
