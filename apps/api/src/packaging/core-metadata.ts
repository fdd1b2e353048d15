import {
  findMetadataField,
  METADATA_FIELDS,
  type MultipleKey,
  type SingleKey,
} from './metadata-fields.ts'
import { PackagingError, quoteForMessage } from './packaging-error.ts'

/** METADATA or PKG-INFO as read. Absent, empty and `UNKNOWN` values are undefined or left out. */
export type CoreMetadata = { readonly [Key in SingleKey]: string | undefined } & {
  readonly [Key in MultipleKey]: readonly string[]
} & {
  /** Every header in order, unknown ones included, values as written (the body is not here). */
  readonly raw: readonly { readonly name: string; readonly value: string }[]
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** More headers than this is no metadata (the largest known file has a few thousand). */
const MAX_HEADERS = 50_000

function malformed(text: string): never {
  throw new PackagingError('metadata-malformed', `Invalid metadata: ${text}`)
}

interface Message {
  readonly headers: { readonly name: string; readonly value: string }[]
  readonly body: string
}

/**
 * Splits mail headers and body as Python's mail parser does (`message_from_bytes`, compat32):
 * lines end in CR, LF or both, lines that begin with a blank continue the header before. What
 * that parser lets through with a defect note (a line that is no header) is refused.
 */
function splitMessage(text: string): Message {
  const headers: { name: string; value: string }[] = []
  const line = /([^\r\n]*)(\r\n|\r|\n|$)/y
  let position = 0
  while (position < text.length) {
    line.lastIndex = position
    const match = line.exec(text)
    const content = match?.[1] ?? ''
    const next = position + (match?.[0].length ?? 0)
    if (content === '') return { headers: headers.map(trimValue), body: text.slice(next) }
    if (content.startsWith(' ') || content.startsWith('\t')) {
      const last = headers.at(-1)
      if (last === undefined) malformed('the first line continues a header.')
      last.value += `\n${content}`
    } else {
      const colon = content.indexOf(':')
      const name = content.slice(0, Math.max(colon, 0))
      if (!/^[!-9;-~]+$/.test(name)) malformed(`line ${quoteForMessage(content)} is not a header.`)
      headers.push({ name, value: content.slice(colon + 1) })
      if (headers.length > MAX_HEADERS) malformed('too many headers.')
    }
    position = next
  }
  return { headers: headers.map(trimValue), body: '' }
}

function trimValue(header: { name: string; value: string }): { name: string; value: string } {
  return { name: header.name, value: header.value.trim() }
}

/** Undoes the indentation of a description in a header: 7 blanks and a bar, or 8 blanks. */
function unindent(value: string): string {
  return value
    .split('\n')
    .map((line, index) =>
      index > 0 && /^(?: {7}\||\t| {8})/.test(line)
        ? line.replace(/^(?: {7}\||\t| {8})/, '')
        : line,
    )
    .join('\n')
}

/** Headers that would make a mail parser decode or split the body. */
function checkMailHeaders(headers: Message['headers']): void {
  for (const { name, value } of headers) {
    const lower = name.toLowerCase()
    const changesBody =
      (lower === 'content-transfer-encoding' && !/^(?:7bit|8bit|binary)$/i.test(value)) ||
      (lower === 'content-type' && /^(?:multipart|message)\//i.test(value))
    if (changesBody)
      malformed(`header ${quoteForMessage(name)} changes how the description is read.`)
  }
}

/**
 * Reads METADATA or PKG-INFO (UTF-8 mail headers, the body is the description). Only the shape
 * is checked here; the rules for the values are in check-metadata.
 * @throws PackagingError `metadata-encoding`, `metadata-malformed`, `metadata-duplicate-field`
 */
export function parseCoreMetadata(bytes: Uint8Array): CoreMetadata {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw new PackagingError('metadata-encoding', 'Invalid metadata: it is not UTF-8.')
  }
  if (text.includes('\0')) malformed('it has a NUL character.')
  const { headers, body } = splitMessage(text)
  checkMailHeaders(headers)

  const singles = new Map<string, string>()
  const multiples = new Map<string, string[]>(
    METADATA_FIELDS.filter((field) => field.multiple).map((field) => [field.key, []]),
  )
  const seen = new Set<string>()
  for (const { name, value } of headers) {
    const field = findMetadataField(name)
    if (field === undefined) continue
    if (field.multiple) {
      // A lone empty Import-Name says that the project can not be imported.
      const keepsEmpty = field.key === 'importNames' && value === ''
      if (keepsEmpty || !isAbsent(value)) multiples.get(field.key)?.push(value)
      continue
    }
    if (seen.has(field.key)) {
      throw new PackagingError(
        'metadata-duplicate-field',
        `Invalid metadata: ${field.header} is given twice.`,
      )
    }
    seen.add(field.key)
    if (!isAbsent(value))
      singles.set(field.key, field.key === 'description' ? unindent(value) : value)
  }
  if (body.trim() !== '') {
    if (singles.has('description')) {
      throw new PackagingError(
        'metadata-duplicate-field',
        'Invalid metadata: the description is given as a header and as the body.',
      )
    }
    singles.set('description', body)
  }
  const entries = METADATA_FIELDS.map((field) => [
    field.key,
    field.multiple ? multiples.get(field.key) : singles.get(field.key),
  ])
  return { ...Object.fromEntries(entries), raw: headers } as CoreMetadata
}

function isAbsent(value: string): boolean {
  return value === '' || value === 'UNKNOWN'
}

/** Splits `Label, https://…` at the first comma; undefined without one. */
export function splitProjectUrl(
  value: string,
): { readonly label: string; readonly url: string } | undefined {
  const comma = value.indexOf(',')
  if (comma < 0) return undefined
  return { label: value.slice(0, comma).trim(), url: value.slice(comma + 1).trim() }
}
