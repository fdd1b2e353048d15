import { PackagingError, quoteForMessage } from './packaging-error.ts'

/** The first entry of an address header, up to a comma outside of quotes and angle brackets. */
function firstEntry(header: string): string {
  let quoted = false
  let bracket = false
  for (let index = 0; index < header.length; index += 1) {
    const character = header[index]
    if (quoted && character === '\\') index += 1
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === '<') bracket = true
    else if (!quoted && character === '>') bracket = false
    else if (!quoted && !bracket && character === ',') return header.slice(0, index)
  }
  return header
}

/** The address in `Name <address>`, or the entry itself without angle brackets. */
function addressOf(entry: string): string {
  const open = entry.lastIndexOf('<')
  const close = entry.lastIndexOf('>')
  return (open >= 0 && close > open ? entry.slice(open + 1, close) : entry).trim()
}

/**
 * Author-email and Maintainer-email are address lists (RFC 5322). The first address must look
 * like one; a name with an empty address passes, as it does on PyPI.
 * @throws PackagingError `metadata-email`
 */
export function checkContactEmail(header: string, value: string | undefined): void {
  if (value === undefined) return
  const address = addressOf(firstEntry(value))
  if (address === '') return
  const [local = '', domain = '', ...more] = address.split('@')
  const isAddress =
    more.length === 0 &&
    /^[^\s<>",;:()[\]\\]+$/.test(local) &&
    /^[^\s<>",;:()[\]\\.]+(?:\.[^\s<>",;:()[\]\\.]+)+$/.test(domain)
  if (!isAddress) {
    throw new PackagingError(
      'metadata-email',
      `Invalid metadata: ${header} ${quoteForMessage(value)} is not a valid email address.`,
    )
  }
}
