/** Dependency specifiers (PEP 508, with the amendments up to packaging 26). */
import { normalizeName } from './normalize-name.ts'
import { canonicalSpecifierSet, parseSpecifierSet, type SpecifierSet } from './specifiers.ts'

/** One side of a marker comparison. */
export type MarkerOperand =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'text'; readonly value: string }

/** A marker as a tree; `and` binds tighter than `or`. */
export type Marker =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Marker[] }
  | {
      readonly kind: 'compare'
      readonly left: MarkerOperand
      readonly operator: string
      readonly right: MarkerOperand
    }

export interface Requirement {
  /** As written. */
  readonly name: string
  /** As written, in order. */
  readonly extras: readonly string[]
  readonly specifier: SpecifierSet
  readonly url: string | undefined
  readonly marker: Marker | undefined
}

const VARIABLES: ReadonlySet<string> = new Set([
  'os_name',
  'sys_platform',
  'platform_machine',
  'platform_python_implementation',
  'platform_release',
  'platform_system',
  'platform_version',
  'implementation_name',
  'implementation_version',
  'python_version',
  'python_full_version',
  'extra',
  'extras',
  'dependency_groups',
])

/** Spellings from before PEP 508 that readers still take. */
const OLD_VARIABLES: ReadonlyMap<string, string> = new Map([
  ['os.name', 'os_name'],
  ['sys.platform', 'sys_platform'],
  ['platform.version', 'platform_version'],
  ['platform.machine', 'platform_machine'],
  ['platform.python_implementation', 'platform_python_implementation'],
  ['python_implementation', 'platform_python_implementation'],
])

/** Deeper nesting than any real marker has; keeps the recursion bounded. */
const MAX_DEPTH = 50

/** Thrown inside this file only, turned into undefined at its doors. */
class NotARequirement extends Error {}

class Reader {
  readonly text: string
  position = 0

  constructor(text: string) {
    this.text = text
  }

  /** Matches at the current place; the pattern must be sticky. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position
    const match = pattern.exec(this.text)
    if (match === null) return undefined
    this.position += match[0].length
    return match[0]
  }

  expect(pattern: RegExp): string {
    const taken = this.take(pattern)
    if (taken === undefined) throw new NotARequirement()
    return taken
  }

  skipBlanks(): void {
    while (this.text[this.position] === ' ' || this.text[this.position] === '\t') this.position += 1
  }

  next(): string | undefined {
    return this.text[this.position]
  }

  atEnd(): boolean {
    return this.position >= this.text.length
  }
}

/** Letters, digits, `.`, `_`, `-`, not ending in a sign; cut back by hand to stay linear. */
function takeName(reader: Reader): string {
  const word = reader.expect(/[A-Za-z0-9][A-Za-z0-9._-]*/y)
  if (!/[A-Za-z0-9]$/.test(word.slice(-1))) throw new NotARequirement()
  return word
}

/** Reads a requirement such as `requests[socks] >= 2 ; python_version < "3.9"`; undefined if wrong. */
export function parseRequirement(text: string): Requirement | undefined {
  const reader = new Reader(text)
  try {
    return readRequirement(reader)
  } catch (error) {
    if (error instanceof NotARequirement) return undefined
    throw error
  }
}

/** Reads a marker such as `python_version < "3.9" and extra == "test"`; undefined if wrong. */
export function parseMarker(text: string): Marker | undefined {
  const reader = new Reader(text)
  try {
    return readWholeMarker(reader)
  } catch (error) {
    if (error instanceof NotARequirement) return undefined
    throw error
  }
}

function readRequirement(reader: Reader): Requirement {
  reader.skipBlanks()
  const name = takeName(reader)
  reader.skipBlanks()
  const extras = reader.next() === '[' ? readExtras(reader) : []
  reader.skipBlanks()

  let url: string | undefined
  let specifier: SpecifierSet = { specifiers: [] }
  if (reader.next() === '@') {
    reader.position += 1
    reader.skipBlanks()
    url = reader.expect(/[^ \t\r\n]+/y)
    // A `;` without a blank before it belongs to the URL.
    const gap = reader.take(/[ \t]+/y)
    if (!reader.atEnd() && (gap === undefined || reader.next() !== ';')) throw new NotARequirement()
  } else {
    specifier = readSpecifiers(reader)
  }
  reader.skipBlanks()

  let marker: Marker | undefined
  if (reader.next() === ';') {
    reader.position += 1
    marker = readWholeMarker(reader)
  }
  if (!reader.atEnd()) throw new NotARequirement()
  return { name, extras, specifier, url, marker }
}

function readExtras(reader: Reader): string[] {
  const extras: string[] = []
  reader.position += 1
  reader.skipBlanks()
  if (reader.next() === ']') {
    reader.position += 1
    return extras
  }
  for (;;) {
    extras.push(takeName(reader))
    reader.skipBlanks()
    const sign = reader.expect(/[,\]]/y)
    if (sign === ']') return extras
    reader.skipBlanks()
  }
}

function readSpecifiers(reader: Reader): SpecifierSet {
  const parenthesised = reader.next() === '('
  if (parenthesised) reader.position += 1
  const text = reader.take(/[^;()\r\n]+/y) ?? ''
  if (parenthesised) reader.expect(/\)/y)
  const set = parseSpecifierSet(text)
  // A comma needs a clause before it: `foo ,>=1` is no requirement.
  if (set === undefined || hasEmptyClause(text)) throw new NotARequirement()
  return set
}

function hasEmptyClause(text: string): boolean {
  const clauses = text.split(',')
  // Only the text after the last comma may be empty.
  return clauses.length > 1 && clauses.slice(0, -1).some((clause) => clause.trim() === '')
}

function readWholeMarker(reader: Reader): Marker {
  const marker = readOr(reader, 0)
  reader.skipBlanks()
  if (!reader.atEnd()) throw new NotARequirement()
  return marker
}

function readOr(reader: Reader, depth: number): Marker {
  const parts = [readAnd(reader, depth)]
  while (takeWord(reader, 'or')) parts.push(readAnd(reader, depth))
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'or', parts }
}

function readAnd(reader: Reader, depth: number): Marker {
  const parts = [readTerm(reader, depth)]
  while (takeWord(reader, 'and')) parts.push(readTerm(reader, depth))
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'and', parts }
}

function takeWord(reader: Reader, word: 'and' | 'or'): boolean {
  reader.skipBlanks()
  return reader.take(word === 'and' ? /and\b/y : /or\b/y) !== undefined
}

function readTerm(reader: Reader, depth: number): Marker {
  reader.skipBlanks()
  if (reader.next() === '(') {
    if (depth >= MAX_DEPTH) throw new NotARequirement()
    reader.position += 1
    const inner = readOr(reader, depth + 1)
    reader.skipBlanks()
    reader.expect(/\)/y)
    return inner
  }
  const left = readOperand(reader)
  reader.skipBlanks()
  const operator = readOperator(reader)
  reader.skipBlanks()
  const right = readOperand(reader)
  return { kind: 'compare', left, operator, right }
}

function readOperator(reader: Reader): string {
  const sign = reader.take(/===|~=|==|!=|<=|>=|<|>/y)
  if (sign !== undefined) return sign
  if (reader.take(/in\b/y) !== undefined) return 'in'
  reader.expect(/not[ \t]+in\b/y)
  return 'not in'
}

function readOperand(reader: Reader): MarkerOperand {
  const quoted = reader.take(/'[^'\r\n]*'|"[^"\r\n]*"/y)
  if (quoted !== undefined) return { kind: 'text', value: quoted.slice(1, -1) }
  const word = reader.expect(/[a-z][a-z_.]*/y)
  const name = OLD_VARIABLES.get(word) ?? word
  if (!VARIABLES.has(name)) throw new NotARequirement()
  return { kind: 'variable', name }
}

function formatOperand(operand: MarkerOperand, other: MarkerOperand): string {
  if (operand.kind === 'variable') return operand.name
  // Extras are compared in normal form (PEP 685).
  const isExtra = other.kind === 'variable' && other.name === 'extra'
  const value = isExtra ? normalizeName(operand.value) : operand.value
  return value.includes('"') ? `'${value}'` : `"${value}"`
}

/** The marker in its normal spelling: double quotes, single blanks, parentheses where needed. */
export function formatMarker(marker: Marker): string {
  if (marker.kind === 'compare') {
    const { left, operator, right } = marker
    return `${formatOperand(left, right)} ${operator} ${formatOperand(right, left)}`
  }
  return marker.parts
    .map((part) => {
      const text = formatMarker(part)
      return part.kind === 'or' && marker.kind === 'and' ? `(${text})` : text
    })
    .join(` ${marker.kind} `)
}

/** The requirement in its normal spelling: equal requirements give equal text. */
export function canonicalRequirement(requirement: Requirement): string {
  const extras = [...new Set(requirement.extras.map(normalizeName))].sort()
  const parts = [normalizeName(requirement.name)]
  if (extras.length > 0) parts.push(`[${extras.join(',')}]`)
  parts.push(canonicalSpecifierSet(requirement.specifier))
  if (requirement.url !== undefined) parts.push(` @ ${requirement.url}`)
  if (requirement.marker !== undefined) parts.push(` ; ${formatMarker(requirement.marker)}`)
  return parts.join('')
}
