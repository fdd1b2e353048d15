import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The list of SPDX licences is a package that consists of JSON only. */
const loadJson = createRequire(import.meta.url) as (name: string) => unknown

function byLowerCase(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [name.toLowerCase(), name]))
}

const LICENSES = byLowerCase([
  ...(loadJson('spdx-license-ids/deprecated.json') as string[]),
  ...(loadJson('spdx-license-ids') as string[]),
])
const EXCEPTIONS = byLowerCase(
  (
    JSON.parse(readFileSync(new URL('./data/spdx-exceptions.json', import.meta.url), 'utf8')) as {
      readonly exceptions: readonly string[]
    }
  ).exceptions,
)

const LICENSE_REF = 'licenseref-'

/** The canonical spelling of one licence; undefined when SPDX does not know it. */
function canonicalLicense(token: string): string | undefined {
  const lower = token.toLowerCase()
  if (lower.startsWith(LICENSE_REF)) {
    const rest = token.slice(LICENSE_REF.length)
    return /^[A-Za-z0-9.-]+$/.test(rest) ? `LicenseRef-${rest}` : undefined
  }
  const known = LICENSES.get(lower)
  if (known !== undefined) return known
  if (!lower.endsWith('+')) return undefined
  const base = LICENSES.get(lower.slice(0, -1))
  return base === undefined ? undefined : `${base}+`
}

/**
 * Reads an SPDX licence expression (PEP 639) and gives its canonical spelling: identifiers in
 * the case of the SPDX list, operators in capitals. Undefined when it is not valid.
 *
 * The grammar is regular but for parentheses, so a counter replaces a recursive parser.
 */
export function canonicalizeLicenseExpression(expression: string): string | undefined {
  const tokens = expression
    .replaceAll('(', ' ( ')
    .replaceAll(')', ' ) ')
    .split(/\s+/)
    .filter(Boolean)
  const output: string[] = []
  let depth = 0
  let expected: 'operand' | 'operator' | 'exception' = 'operand'
  let mayHaveException = false
  for (const token of tokens) {
    const word = token.toUpperCase()
    const allowsException: boolean = mayHaveException
    mayHaveException = false
    if (expected === 'exception') {
      const exception = EXCEPTIONS.get(token.toLowerCase())
      if (exception === undefined) return undefined
      output.push(exception)
      expected = 'operator'
    } else if (expected === 'operand') {
      if (token === '(') {
        depth += 1
        output.push('(')
        continue
      }
      const license = canonicalLicense(token)
      if (license === undefined) return undefined
      output.push(license)
      mayHaveException = true
      expected = 'operator'
    } else if (token === ')') {
      if (depth === 0) return undefined
      depth -= 1
      output.push(')')
    } else if (word === 'WITH' && allowsException) {
      output.push('WITH')
      expected = 'exception'
    } else if (word === 'AND' || word === 'OR') {
      output.push(word)
      expected = 'operand'
    } else return undefined
  }
  if (depth > 0 || expected !== 'operator') return undefined
  return output.join(' ').replaceAll('( ', '(').replaceAll(' )', ')')
}
