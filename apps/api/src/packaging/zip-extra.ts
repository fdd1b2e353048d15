import { crc32 } from 'node:zlib'
import { recordView } from './file-window.ts'
import { PackagingError, quoteForMessage } from './packaging-error.ts'

const ZIP64 = 0x0001
const UNICODE_PATH = 0x7075

const MAX_32 = 0xffff_ffff
const MAX_16 = 0xffff

/** The header fields that a ZIP64 extra field can replace; `undefined` where a header has none. */
export interface ZipSizes {
  readonly size: number
  readonly compressedSize: number
  readonly offset: number | undefined
  readonly disk: number | undefined
}

function refuseExtra(name: string): never {
  throw new PackagingError(
    'zip-extra-field',
    `ZIP archive not accepted: the extra fields of ${quoteForMessage(name)} are malformed or repeated.`,
  )
}

function refuseZip64(name: string): never {
  throw new PackagingError(
    'zip64-invalid',
    `ZIP archive not accepted: the ZIP64 sizes of ${quoteForMessage(name)} are malformed or contradict its header.`,
  )
}

/**
 * Reads the extra fields of one header (APPNOTE 4.5) and gives its true sizes. A ZIP64 field may
 * hold exactly what the header leaves open, or all values if the others repeat the header.
 * @throws PackagingError `zip-extra-field`, `zip64-invalid`, `zip-name-encoding`
 */
export function readZipExtra(
  extra: Uint8Array,
  name: string,
  rawName: Uint8Array,
  header: ZipSizes,
): ZipSizes {
  let zip64: Uint8Array | undefined
  let hasUnicodePath = false
  let position = 0
  const view = recordView(extra)
  while (position < extra.length) {
    if (position + 4 > extra.length) refuseExtra(name)
    const id = view.getUint16(position, true)
    const length = view.getUint16(position + 2, true)
    const data = extra.subarray(position + 4, position + 4 + length)
    if (data.length !== length) refuseExtra(name)
    if (id === ZIP64) {
      if (zip64 !== undefined) refuseExtra(name)
      zip64 = data
    }
    if (id === UNICODE_PATH) {
      if (hasUnicodePath) refuseExtra(name)
      hasUnicodePath = true
      checkUnicodePath(data, name, rawName)
    }
    position += 4 + length
  }
  return readZip64(zip64, name, header)
}

/** Some readers take this field for the name and some do not, so it must say the same. */
function checkUnicodePath(data: Uint8Array, name: string, rawName: Uint8Array): void {
  const same =
    data.length === 5 + rawName.length &&
    data[0] === 1 &&
    recordView(data).getUint32(1, true) === crc32(rawName) &&
    rawName.every((byte, index) => data[index + 5] === byte)
  if (!same) {
    throw new PackagingError(
      'zip-name-encoding',
      `ZIP archive not accepted: the Unicode path field of ${quoteForMessage(name)} gives another name.`,
    )
  }
}

function readZip64(data: Uint8Array | undefined, name: string, header: ZipSizes): ZipSizes {
  const openSize = header.size === MAX_32
  const openCompressed = header.compressedSize === MAX_32
  const openOffset = header.offset === MAX_32
  const openDisk = header.disk === MAX_16
  const needed =
    (openSize ? 8 : 0) + (openCompressed ? 8 : 0) + (openOffset ? 8 : 0) + (openDisk ? 4 : 0)
  if (data === undefined || data.length === 0) {
    if (needed > 0) refuseZip64(name)
    return header
  }
  const exact = data.length === needed
  if (!exact && data.length !== 16 && data.length !== 24 && data.length !== 28) refuseZip64(name)
  // A local header has no offset and no disk, so there is nothing to compare them with.
  if (!exact && header.offset === undefined && data.length > 16) refuseZip64(name)

  const view = recordView(data)
  let position = 0
  const read = (value: number, open: boolean, width: 8 | 4): number => {
    if (exact && !open) return value
    if (position + width > data.length) {
      if (open) refuseZip64(name)
      return value
    }
    const long =
      width === 8 ? view.getBigUint64(position, true) : BigInt(view.getUint32(position, true))
    position += width
    if (long > BigInt(Number.MAX_SAFE_INTEGER)) refuseZip64(name)
    const found = Number(long)
    if (!open && found !== value) refuseZip64(name)
    return found
  }
  const size = read(header.size, openSize, 8)
  const compressedSize = read(header.compressedSize, openCompressed, 8)
  const offset = header.offset === undefined ? undefined : read(header.offset, openOffset, 8)
  const disk = header.disk === undefined ? undefined : read(header.disk, openDisk, 4)
  return { size, compressedSize, offset, disk }
}
