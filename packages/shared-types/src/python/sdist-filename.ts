/** Source distribution file names (PEP 625). */
import { escapeNameForFilename, isValidName, normalizeName } from './normalize-name.ts'
import { formatVersion, parseVersion, type Version } from './version.ts'

export interface SdistFilename {
  /** The part before the last `-`, as spelled. */
  readonly namePart: string
  readonly versionPart: string
  /** PEP 503 form of the name. */
  readonly normalizedName: string
  readonly version: Version
  readonly extension: '.tar.gz' | '.zip'
}

/**
 * Reads `name-version.tar.gz` (or the older `.zip`), in any spelling; undefined when it is not
 * one. Whether the spelling is the one that PEP 625 demands is for the caller to compare with
 * {@link expectedSdistFilename}.
 */
export function parseSdistFilename(filename: string): SdistFilename | undefined {
  const extension = (['.tar.gz', '.zip'] as const).find((candidate) => filename.endsWith(candidate))
  if (extension === undefined) return undefined
  const stem = filename.slice(0, -extension.length)
  // Split at the last dash; a version like `1.0-9` (post-release) then fails the exact comparison.
  const dash = stem.lastIndexOf('-')
  if (dash < 0) return undefined
  const namePart = stem.slice(0, dash)
  const versionPart = stem.slice(dash + 1)
  const version = parseVersion(versionPart)
  if (!isValidName(namePart) || version === undefined || versionPart.trim() !== versionPart)
    return undefined
  return { namePart, versionPart, normalizedName: normalizeName(namePart), version, extension }
}

/** The one file name that a source distribution of this release may have (PEP 625). */
export function expectedSdistFilename(name: string, version: Version): string {
  return `${escapeNameForFilename(name)}-${formatVersion(version)}.tar.gz`
}
