/**
 * Project names (PEP 508 "Names", PEP 503 normalisation).
 *
 * The pattern is ASCII on purpose: no `i`+`u` flags, which would let U+017F and U+212A through,
 * and `$` without the `m` flag is a true end in JavaScript (no trailing newline is accepted).
 */
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/

/** True for a name that a project, an extra or a dependency group may have (PEP 508). */
export function isValidName(name: string): boolean {
  return NAME.test(name)
}

/** The PEP 503 form: runs of `-`, `_` and `.` become one `-`, letters become lower case. */
export function normalizeName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase()
}

/** The form that names take in file names (PEP 427, PEP 625): normalised, with `_` for `-`. */
export function escapeNameForFilename(name: string): string {
  return normalizeName(name).replaceAll('-', '_')
}

/** True when the text is its own PEP 503 form. */
export function isNormalizedName(name: string): boolean {
  return isValidName(name) && normalizeName(name) === name
}

/**
 * Folds look-alikes: separators go, `l` and `i` become `1`, `o` becomes `0`, the rest is lower
 * case. Two projects whose folded names are equal are too similar to exist side by side.
 */
export function ultraNormalizeName(name: string): string {
  return name
    .replace(/[-_.]/g, '')
    .replace(/[lLiI]/g, '1')
    .replace(/[oO]/g, '0')
    .toLowerCase()
}
