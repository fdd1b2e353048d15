import type { ReleaseSummary } from '@wheelhouse/shared-types'

/** What the address of a list of releases can ask for. */
export type ReleaseFilter = { version: string; hidePre: boolean; hideYanked: boolean }

export function readFilter(search: URLSearchParams): ReleaseFilter {
  return {
    version: search.get('version') ?? '',
    hidePre: search.has('final'),
    hideYanked: search.has('unyanked'),
  }
}

/** The query of an address, without what is not asked for. */
export function writeFilter({ version, hidePre, hideYanked }: ReleaseFilter): URLSearchParams {
  return new URLSearchParams({
    ...(version !== '' && { version }),
    ...(hidePre && { final: '' }),
    ...(hideYanked && { unyanked: '' }),
  })
}

export function filterReleases(
  releases: readonly ReleaseSummary[],
  { version, hidePre, hideYanked }: ReleaseFilter,
): ReleaseSummary[] {
  const wanted = version.trim().toLowerCase()
  return releases.filter(
    (release) =>
      release.version.toLowerCase().includes(wanted) &&
      !(hidePre && release.prerelease) &&
      !(hideYanked && release.yanked),
  )
}
