import { canonicalVersion, parseVersion } from '@wheelhouse/shared-types/python'
import { notFound } from '../../http/problems.ts'

/**
 * The published release of a version in any spelling: `1.0` and `1.0.0` are one release.
 * @throws ProblemError `not_found` for what is no version.
 */
export function releaseOf(projectId: string, version: string) {
  const parsed = parseVersion(version)
  if (parsed === undefined) throw notFound(`The release ${version}`)
  const state = 'published' as const
  return { projectId, canonicalVersion: canonicalVersion(parsed), state }
}
