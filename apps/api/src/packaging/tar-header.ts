import { PackagingError, quoteForMessage, type RefusalReason } from './packaging-error.ts'

export const BLOCK = 512

/** One 512-byte header as it stands, before extended headers are applied. */
export interface TarHeader {
  readonly name: string
  readonly size: number
  readonly type: string
  readonly linkName: string
}

export function refuseTar(reason: RefusalReason, text: string): never {
  throw new PackagingError(reason, `Invalid distribution file: ${text}`)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Text up to the first NUL. */
export function readTarText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  try {
    return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end))
  } catch {
    return refuseTar('tar-name-encoding', 'a member name in the tar archive is not UTF-8.')
  }
}

/** Octal digits, or the GNU binary form. Undefined for anything else, and for negative numbers. */
function readNumber(bytes: Uint8Array): number | undefined {
  const first = bytes[0] ?? 0
  if (first >= 0x80) {
    // 0x80 begins a positive big-endian number, 0xff a negative one.
    if (first !== 0x80) return undefined
    let value = 0
    for (const byte of bytes.subarray(1)) {
      value = value * 256 + byte
      if (value > Number.MAX_SAFE_INTEGER) return undefined
    }
    return value
  }
  const text = String.fromCharCode(...bytes)
  const match = /^ *([0-7]*)[ \0]*$/.exec(text)
  if (match === null) return undefined
  return match[1] === '' ? 0 : Number.parseInt(match[1] ?? '', 8)
}

/** A number, negative binary ones (times before 1970) included. */
function isNumber(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff || readNumber(bytes) !== undefined
}

/**
 * Mode, user, group, time and device numbers. Their values do not matter here, but a header
 * where one of them is no number ends the archive for some readers, without a word.
 */
const OTHER_NUMBERS: readonly (readonly [start: number, end: number])[] = [
  [100, 108],
  [108, 116],
  [116, 124],
  [136, 148],
  [329, 337],
  [337, 345],
]

/** True when the block's check sum is right, counted in signed or unsigned bytes. */
export function hasTarChecksum(block: Uint8Array): boolean {
  let unsigned = 8 * 0x20
  let signed = 8 * 0x20
  for (let index = 0; index < BLOCK; index += 1) {
    if (index >= 148 && index < 156) continue
    const byte = block[index] ?? 0
    unsigned += byte
    signed += byte < 0x80 ? byte : byte - 0x100
  }
  const stated = readNumber(block.subarray(148, 156))
  return stated !== undefined && stated !== 0 && (stated === unsigned || stated === signed)
}

/**
 * Reads a header block (POSIX ustar, GNU and the oldest form).
 * @throws PackagingError `tar-checksum`, `tar-bad-header`, `tar-name-encoding`
 */
export function readTarHeader(block: Uint8Array): TarHeader {
  if (!hasTarChecksum(block)) refuseTar('tar-checksum', 'a header in the tar archive is damaged.')
  let name = readTarText(block.subarray(0, 100))
  const size = readNumber(block.subarray(124, 136))
  if (size === undefined) {
    refuseTar('tar-bad-header', `the tar member ${quoteForMessage(name)} has no valid size.`)
  }
  if (!OTHER_NUMBERS.every(([start, end]) => isNumber(block.subarray(start, end)))) {
    refuseTar('tar-bad-header', `the tar member ${quoteForMessage(name)} has a damaged header.`)
  }
  const type = String.fromCharCode(block[156] ?? 0)
  const magic = String.fromCharCode(...block.subarray(257, 263))
  if (magic === 'ustar\0') {
    const prefix = readTarText(block.subarray(345, 500))
    if (prefix !== '') name = `${prefix}/${name}`
  } else if (type !== 'S' && block.subarray(345, 500).some((byte) => byte !== 0)) {
    // Some readers take these bytes for a name prefix and some do not.
    refuseTar('tar-bad-header', `the tar member ${quoteForMessage(name)} has an ambiguous header.`)
  }
  return { name, size, type, linkName: readTarText(block.subarray(157, 257)) }
}
