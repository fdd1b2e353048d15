/** Version specifiers (PEP 440 "Version specifiers", as packaging reads them). */
import {
  baseVersion,
  compareVersions,
  formatVersion,
  isPrerelease,
  parseVersion,
  type Version,
} from './version.ts'

export type SpecifierOperator = '~=' | '==' | '!=' | '<=' | '>=' | '<' | '>' | '==='

export interface Specifier {
  readonly operator: SpecifierOperator
  /** The version as written, without white space; for `==` and `!=` it may end in `.*`. */
  readonly text: string
  /** The parsed version without `.*`; undefined only for `===`, which compares text. */
  readonly version: Version | undefined
  /** True for `== 1.2.*` and `!= 1.2.*`. */
  readonly wildcard: boolean
}

export interface SpecifierSet {
  readonly specifiers: readonly Specifier[]
}

// `===` before `==`, the two-character ones before `<` and `>`.
const OPERATORS: readonly SpecifierOperator[] = ['===', '~=', '==', '!=', '<=', '>=', '<', '>']

/** Reads one clause such as `>= 1.2`; undefined when it is not one. */
export function parseSpecifier(text: string): Specifier | undefined {
  const trimmed = text.trim()
  const operator = OPERATORS.find((candidate) => trimmed.startsWith(candidate))
  if (operator === undefined) return undefined
  const rest = trimmed.slice(operator.length).trim()

  if (operator === '===') {
    return /[\s;)]/.test(rest)
      ? undefined
      : { operator, text: rest, version: undefined, wildcard: false }
  }

  const wildcard = rest.endsWith('.*')
  const version = parseVersion(wildcard ? rest.slice(0, -2) : rest)
  if (version === undefined) return undefined
  const isEquality = operator === '==' || operator === '!='
  if (wildcard) {
    const releaseOnly = formatVersion(version) === baseVersion(version)
    if (!isEquality || !releaseOnly) return undefined
  }
  if (version.local !== undefined && !isEquality) return undefined
  if (operator === '~=' && version.release.length < 2) return undefined
  return { operator, text: rest, version, wildcard }
}

/**
 * Reads clauses separated by commas; empty clauses (a comma at the end) are allowed, and the
 * empty text is the set that takes everything. Undefined when any clause is wrong.
 */
export function parseSpecifierSet(text: string): SpecifierSet | undefined {
  const specifiers: Specifier[] = []
  for (const clause of text.split(',')) {
    if (clause.trim() === '') continue
    const specifier = parseSpecifier(clause)
    if (specifier === undefined) return undefined
    specifiers.push(specifier)
  }
  return { specifiers }
}

/** One clause in its normal spelling: equal clauses give equal text (`>=1.0` and `>= 1` do). */
export function canonicalSpecifier(specifier: Specifier): string {
  const { operator, version, wildcard } = specifier
  if (version === undefined) return `${operator}${specifier.text.toLowerCase()}`
  // Zeros at the end carry meaning for `~=` and for `.*`, nowhere else.
  const keepZeros = operator === '~=' || wildcard
  const shown = keepZeros ? formatVersion(version) : formatVersion(trimRelease(version))
  return `${operator}${shown}${wildcard ? '.*' : ''}`
}

/** The set in its normal spelling, sorted, without repetitions: equal sets give equal text. */
export function canonicalSpecifierSet(set: SpecifierSet): string {
  return [...new Set(set.specifiers.map(canonicalSpecifier))].sort().join(',')
}

function trimRelease(version: Version): Version {
  let end = version.release.length
  while (end > 1 && version.release[end - 1] === '0') end -= 1
  return { ...version, release: version.release.slice(0, end) }
}

/**
 * True when the version satisfies every clause. A pre-release is let in when `prereleases` is
 * true, or when it is not given and a clause (other than `!=` and `.*`) names a pre-release.
 */
export function specifierSetContains(
  set: SpecifierSet,
  version: Version,
  options: { readonly prereleases?: boolean } = {},
): boolean {
  const allowed = options.prereleases ?? set.specifiers.some(namesPrerelease)
  if (!allowed && isPrerelease(version)) return false
  return set.specifiers.every((specifier) => matches(specifier, version))
}

function namesPrerelease(specifier: Specifier): boolean {
  if (specifier.operator === '!=' || specifier.wildcard) return false
  const version = specifier.version ?? parseVersion(specifier.text)
  return version !== undefined && isPrerelease(version)
}

function matches(specifier: Specifier, candidate: Version): boolean {
  const { operator, version } = specifier
  if (version === undefined) {
    return formatVersion(candidate).toLowerCase() === specifier.text.toLowerCase()
  }
  const candidatePublic: Version = { ...candidate, local: undefined }
  switch (operator) {
    case '==':
      return isEqual(specifier, version, candidate)
    case '!=':
      return !isEqual(specifier, version, candidate)
    case '~=':
      return (
        compareVersions(candidatePublic, version) >= 0 &&
        hasPrefix(candidate, version.epoch, version.release.slice(0, -1))
      )
    case '<=':
      return compareVersions(candidatePublic, version) <= 0
    case '>=':
      return compareVersions(candidatePublic, version) >= 0
    case '<': {
      if (compareVersions(candidate, version) >= 0) return false
      // `< 1.0` does not mean 1.0's own pre-releases (1.0.dev0 and up), unless it names one.
      const firstPrerelease = { ...version, dev: '0' }
      return isPrerelease(version) || compareVersions(candidate, firstPrerelease) < 0
    }
    case '>': {
      if (compareVersions(candidate, version) <= 0) return false
      // `> 1.0` means neither 1.0's local builds nor its post-releases, unless it names one.
      if (compareVersions(candidatePublic, version) === 0) return false
      if (version.post !== undefined || candidate.post === undefined) return true
      const base = { ...candidatePublic, post: undefined, dev: undefined }
      return compareVersions(base, version) !== 0
    }
    case '===':
      return false
  }
}

function isEqual(specifier: Specifier, version: Version, candidate: Version): boolean {
  if (specifier.wildcard) return hasPrefix(candidate, version.epoch, version.release)
  // A clause without a local part takes every local build of that version.
  const compared = version.local === undefined ? { ...candidate, local: undefined } : candidate
  return compareVersions(compared, version) === 0
}

function hasPrefix(candidate: Version, epoch: string, prefix: readonly string[]): boolean {
  if (candidate.epoch !== epoch) return false
  return prefix.every((number, index) => (candidate.release[index] ?? '0') === number)
}
