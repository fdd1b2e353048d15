/**
 * Version numbers (PEP 440). Integers are unbounded in the standard (date versions overflow
 * doubles), so every number is kept as its decimal digits without leading zeros.
 */

/** A parsed version. All numbers are decimal digit strings without leading zeros. */
export interface Version {
  readonly epoch: string
  /** At least one segment, zeros at the end kept as written. */
  readonly release: readonly string[]
  readonly pre: { readonly phase: 'a' | 'b' | 'rc'; readonly number: string } | undefined
  readonly post: string | undefined
  readonly dev: string | undefined
  /** Lower-case segments of the part after `+`. */
  readonly local: readonly string[] | undefined
}

const PHASES: Readonly<Record<string, 'a' | 'b' | 'rc'>> = {
  a: 'a',
  alpha: 'a',
  b: 'b',
  beta: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
}

/** Cuts leading zeros: `007` is `7`, `000` is `0`. */
function toDigits(text: string): string {
  let start = 0
  while (start < text.length - 1 && text[start] === '0') start += 1
  return text.slice(start)
}

/**
 * Reads a version in any spelling that PEP 440 allows (appendix B), or gives undefined.
 * Surrounding white space is dropped. Every pattern is anchored at the current place and none
 * can be matched in two ways, so the cost is linear.
 */
export function parseVersion(text: string): Version | undefined {
  const trimmed = text.trim()
  // Before lower-casing, which turns a few foreign letters into ASCII (the Kelvin sign into k).
  if (!isAscii(trimmed)) return undefined
  const input = trimmed.toLowerCase()
  let position = 0
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = position
    const match = pattern.exec(input)
    if (match === null) return undefined
    position += match[0].length
    return match
  }

  take(/v/y)
  const epoch = take(/([0-9]+)!/y)?.[1] ?? '0'
  const release = take(/[0-9]+(?:\.[0-9]+)*/y)?.[0]
    .split('.')
    .map(toDigits)
  if (release === undefined) return undefined

  let pre: Version['pre']
  const preMatch = take(/[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]+)?/y)
  if (preMatch !== undefined) {
    const phase = PHASES[preMatch[1] ?? '']
    if (phase === undefined) return undefined
    pre = { phase, number: toDigits(preMatch[2] ?? '0') }
  }

  let post: string | undefined
  const implicitPost = take(/-([0-9]+)/y)
  if (implicitPost !== undefined) {
    post = toDigits(implicitPost[1] ?? '0')
  } else {
    const match = take(/[-_.]?(?:post|rev|r)[-_.]?([0-9]+)?/y)
    if (match !== undefined) post = toDigits(match[1] ?? '0')
  }

  const devMatch = take(/[-_.]?dev[-_.]?([0-9]+)?/y)
  const dev = devMatch === undefined ? undefined : toDigits(devMatch[1] ?? '0')

  const localMatch = take(/\+([a-z0-9]+(?:[-_.][a-z0-9]+)*)/y)
  const local = localMatch?.[1]
    ?.split(/[-_.]/)
    .map((part) => (/^[0-9]+$/.test(part) ? toDigits(part) : part))

  if (position !== input.length) return undefined
  return { epoch: toDigits(epoch), release, pre, post, dev, local }
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0x7f) return false
  }
  return true
}

function formatWith(version: Version, release: readonly string[]): string {
  const parts = [version.epoch === '0' ? '' : `${version.epoch}!`, release.join('.')]
  if (version.pre !== undefined) parts.push(version.pre.phase, version.pre.number)
  if (version.post !== undefined) parts.push('.post', version.post)
  if (version.dev !== undefined) parts.push('.dev', version.dev)
  if (version.local !== undefined) parts.push('+', version.local.join('.'))
  return parts.join('')
}

function withoutTrailingZeros(release: readonly string[]): readonly string[] {
  let end = release.length
  while (end > 1 && release[end - 1] === '0') end -= 1
  return release.slice(0, end)
}

/** The normal spelling; equals Python's `str(Version(...))`. Zeros at the end stay. */
export function formatVersion(version: Version): string {
  return formatWith(version, version.release)
}

/**
 * The identity of a release: the normal spelling without zeros at the end of the release part,
 * so that `1`, `1.0` and `1.0.0` (equal in PEP 440) give the same text.
 */
export function canonicalVersion(version: Version): string {
  return formatWith(version, withoutTrailingZeros(version.release))
}

/** Epoch and release only, e.g. `1!2.0` for `1!2.0rc1.post2`. */
export function baseVersion(version: Version): string {
  return formatVersion({
    ...version,
    pre: undefined,
    post: undefined,
    dev: undefined,
    local: undefined,
  })
}

/** True for alpha, beta, candidate and development releases. */
export function isPrerelease(version: Version): boolean {
  return version.pre !== undefined || version.dev !== undefined
}

/** A digit string with its length in front: byte order is numeric order, for any size. */
function sortableNumber(digits: string): string {
  if (digits.length <= 8) return `${digits.length}${digits}`
  return `9${sortableNumber(String(digits.length))}${digits}`
}

/** Sorts below every character that can follow in a key, so a shorter list comes first. */
const END = '!'

/**
 * A text whose byte order (`COLLATE "C"`, or `<` on these ASCII strings) is PEP 440 order, for
 * integers of any size. Versions that are equal in PEP 440 have equal keys.
 *
 * Shape: epoch, release numbers without zeros at the end, `!`, then one digit for the phase
 * (0 development of a final, 1 a, 2 b, 3 rc, 4 final) with its number, post, dev, local.
 */
export function versionSortKey(version: Version): string {
  const { pre, post, dev, local } = version
  const parts = [sortableNumber(version.epoch)]
  for (const number of withoutTrailingZeros(version.release)) parts.push(sortableNumber(number))
  parts.push(END)

  if (pre !== undefined) {
    const phase = pre.phase === 'a' ? '1' : pre.phase === 'b' ? '2' : '3'
    parts.push(phase, sortableNumber(pre.number))
  } else {
    parts.push(post === undefined && dev !== undefined ? '0' : '4')
  }
  parts.push(post === undefined ? '0' : `1${sortableNumber(post)}`)
  parts.push(dev === undefined ? '1' : `0${sortableNumber(dev)}`)

  for (const part of local ?? []) {
    parts.push(/^[0-9]+$/.test(part) ? `2${sortableNumber(part)}` : `1${part}${END}`)
  }
  parts.push(END)
  return parts.join('')
}

/** Negative, zero or positive, as `Array.prototype.sort` wants it (PEP 440 order). */
export function compareVersions(left: Version, right: Version): number {
  const leftKey = versionSortKey(left)
  const rightKey = versionSortKey(right)
  return leftKey < rightKey ? -1 : leftKey > rightKey ? 1 : 0
}
