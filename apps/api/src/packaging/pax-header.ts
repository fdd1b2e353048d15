import { quoteForMessage } from './packaging-error.ts'
import { refuseTar } from './tar-header.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** What a pax extended header (POSIX.1-2001) may say about a member; other keys are ignored. */
export interface PaxHeader {
  readonly path: string | undefined
  readonly linkPath: string | undefined
  /** Bytes. */
  readonly size: number | undefined
}

function refusePax(text: string): never {
  return refuseTar('tar-pax-header', `a pax header in the tar archive ${text}.`)
}

/** Splits `<length> <key>=<value>\n` records. */
function readRecords(bytes: Uint8Array): Map<string, Uint8Array> {
  const records = new Map<string, Uint8Array>()
  let position = 0
  while (position < bytes.length) {
    const blank = bytes.indexOf(0x20, position)
    if (blank < 0 || blank - position > 10) refusePax('is malformed')
    const digits = String.fromCharCode(...bytes.subarray(position, blank))
    const length = /^[0-9]+$/.test(digits) ? Number(digits) : 0
    const end = position + length
    if (end <= blank + 1 || end > bytes.length || bytes[end - 1] !== 0x0a) refusePax('is malformed')
    const equals = bytes.subarray(0, end).indexOf(0x3d, blank + 1)
    if (equals < 0) refusePax('is malformed')
    let key: string
    try {
      key = utf8.decode(bytes.subarray(blank + 1, equals))
    } catch {
      refusePax('is not UTF-8')
    }
    if (key === '') refusePax('is malformed')
    // Repeated keys: the last one counts in POSIX, the first in some readers.
    if (records.has(key)) refusePax(`gives ${quoteForMessage(key)} twice`)
    records.set(key, bytes.subarray(equals + 1, end - 1))
    position = end
  }
  return records
}

function readPaxText(value: Uint8Array | undefined): string | undefined {
  if (value === undefined) return undefined
  if (value.length === 0 || value.includes(0)) refusePax('has an empty name or one with a NUL')
  try {
    return utf8.decode(value)
  } catch {
    return refuseTar('tar-name-encoding', 'a member name in the tar archive is not UTF-8.')
  }
}

/**
 * Reads the pax header of one member, or a global one, which may hold comments and times but
 * nothing that changes names or sizes of the members after it.
 * @throws PackagingError `tar-pax-header`, `tar-sparse`, `tar-global-header`, `tar-name-encoding`
 */
export function readPaxHeader(bytes: Uint8Array, options: { readonly global: boolean }): PaxHeader {
  const records = readRecords(bytes)
  for (const key of records.keys()) {
    if (key.startsWith('GNU.sparse.')) {
      refuseTar('tar-sparse', 'sparse members are not allowed in the tar archive.')
    }
    // `hdrcharset` would give the names another encoding.
    if (options.global && ['path', 'size', 'linkpath', 'hdrcharset'].includes(key)) {
      refuseTar('tar-global-header', `a global pax header sets ${key} for all members.`)
    }
    if (key === 'hdrcharset') refusePax('changes the character set')
  }
  const sizeText = readPaxText(records.get('size'))
  if (sizeText !== undefined && !/^[0-9]{1,15}$/.test(sizeText)) refusePax('has an invalid size')
  return {
    path: readPaxText(records.get('path')),
    linkPath: readPaxText(records.get('linkpath')),
    size: sizeText === undefined ? undefined : Number(sizeText),
  }
}
