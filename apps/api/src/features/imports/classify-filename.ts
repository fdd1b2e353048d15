import {
  isPrerelease,
  parseSdistFilename,
  parseWheelFilename,
  versionSortKey,
  type Version,
} from '@wheelhouse/shared-types/python'

/** What a file name alone tells of a distribution. */
export type NamedDistribution = {
  readonly kind: 'wheel' | 'sdist'
  /** PEP 503. */
  readonly project: string
  /** Byte order of this text is PEP 440 order; equal versions have one key. */
  readonly versionKey: string
  readonly prerelease: boolean
}

export type SkipReason = 'format' | 'filename' | 'version' | 'other-project'

export type Classified = NamedDistribution | { readonly skip: SkipReason; readonly why: string }

/** Formats that were once uploaded to indexes and are taken no more (PEP 527, PEP 715). */
const OLD_FORMATS = /\.(?:egg|exe|msi|rpm|deb|dmg|zip|tar|tgz|tar\.(?:bz2|xz|z|lzma)|tbz|asc)$/i

/** Whether a link or a file can be meant for a distribution at all, of whatever age. */
export function looksLikeDistribution(filename: string): boolean {
  return isTakenFormat(filename) || OLD_FORMATS.test(filename)
}

/** Formats that the index takes: wheels, and source distributions as `.tar.gz` (PEP 625). */
export function isTakenFormat(filename: string): boolean {
  return filename.endsWith('.whl') || filename.endsWith('.tar.gz')
}

/**
 * Reads a wheel's (PEP 427) or source distribution's (PEP 625) name; what cannot be one is skipped
 * with the reason. A name that passes holds no slash.
 */
export function classifyFilename(filename: string): Classified {
  if (filename.endsWith('.whl')) {
    const parsed = parseWheelFilename(filename)
    if (parsed.ok) return named('wheel', parsed.wheel.normalizedName, parsed.wheel.version)
    return parsed.problem === 'version'
      ? { skip: 'version', why: 'its version is none of PEP 440' }
      : { skip: 'filename', why: `its name is no wheel's (${parsed.problem})` }
  }
  if (!filename.endsWith('.tar.gz')) {
    return { skip: 'format', why: 'only wheels and .tar.gz source distributions are taken' }
  }
  const parsed = parseSdistFilename(filename)
  if (parsed !== undefined) return named('sdist', parsed.normalizedName, parsed.version)
  return filename.includes('-')
    ? { skip: 'version', why: 'its version is none of PEP 440' }
    : { skip: 'filename', why: "its name is no source distribution's" }
}

function named(
  kind: NamedDistribution['kind'],
  project: string,
  version: Version,
): NamedDistribution {
  return { kind, project, versionKey: versionSortKey(version), prerelease: isPrerelease(version) }
}
