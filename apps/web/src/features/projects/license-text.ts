import type { Release } from '@wheelhouse/shared-types'

const LONGEST = 80

/** A licence in few words: its SPDX expression, else the first line of what was written. */
export function licenseText(
  release: Pick<Release, 'license' | 'licenseExpression'>,
): string | null {
  if (release.licenseExpression !== null) return release.licenseExpression
  const line = release.license?.trim().split('\n', 1)[0]?.trim()
  if (line === undefined || line === '') return null
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}
