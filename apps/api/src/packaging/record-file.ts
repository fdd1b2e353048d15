import { PackagingError } from './packaging-error.ts'

/** One row of RECORD (PEP 376, PEP 427). */
export interface RecordEntry {
  readonly path: string
  /** `<algorithm>=<base64url without padding>`, or empty. */
  readonly hash: string
  /** Bytes in decimal, or empty. */
  readonly size: string
}

function refuse(what: string): never {
  throw new PackagingError('record-invalid', `Invalid distribution file: RECORD ${what}.`)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Splits one CSV row (`"` quotes, doubled inside); `position` is moved behind its line end. */
function readRow(text: string, start: number): { readonly cells: string[]; readonly next: number } {
  const cells: string[] = []
  let position = start
  for (;;) {
    let cell = ''
    if (text[position] === '"') {
      for (;;) {
        const quote = text.indexOf('"', position + 1)
        if (quote < 0) refuse('has a quote that does not end')
        cell += text.slice(position + 1, quote)
        position = quote + 1
        if (text[position] !== '"') break
        cell += '"'
      }
    } else {
      const stop = /[,\r\n]|$/g
      stop.lastIndex = position
      const end = stop.exec(text)?.index ?? text.length
      cell = text.slice(position, end)
      position = end
    }
    cells.push(cell)
    const sign = text[position]
    if (sign === ',') {
      position += 1
      continue
    }
    if (sign === '\r' && text[position + 1] === '\n') return { cells, next: position + 2 }
    if (sign === undefined || sign === '\n' || sign === '\r') return { cells, next: position + 1 }
    refuse('has text after a quoted value')
  }
}

/**
 * Reads RECORD. Backslashes in paths become slashes, as old Windows builders wrote them.
 * @throws PackagingError `record-invalid`, also above `maxEntries` lines
 */
export function parseRecord(bytes: Uint8Array, maxEntries: number): RecordEntry[] {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    refuse('is not UTF-8')
  }
  const entries: RecordEntry[] = []
  for (let position = 0; position < text.length;) {
    const { cells, next } = readRow(text, position)
    position = next
    if (cells.length === 1 && cells[0] === '') continue
    const [path = '', hash = '', size = ''] = cells
    if (cells.length !== 3 || path === '')
      refuse('must have a path, a hash and a size in each line')
    if (entries.length >= maxEntries) refuse('lists more than the wheel holds')
    entries.push({ path: path.replaceAll('\\', '/'), hash, size })
  }
  return entries
}
