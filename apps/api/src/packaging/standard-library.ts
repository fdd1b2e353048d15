import { normalizeName } from '@wheelhouse/shared-types/python'
import { readFileSync } from 'node:fs'

const data = JSON.parse(
  readFileSync(new URL('./data/standard-library.json', import.meta.url), 'utf8'),
) as { readonly names: readonly string[] }

const names = new Set(data.names)

/**
 * True when a new project of this name would hide a module of the standard library of some
 * Python version (dotted modules and the packages above them included, compared in PEP 503 form).
 */
export function isStandardLibraryName(name: string): boolean {
  return names.has(normalizeName(name))
}
