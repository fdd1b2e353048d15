import { crc32, deflateRawSync } from 'node:zlib'

/** One member; everything that can be lied about has a field of its own. */
export interface ZipEntrySpec {
  readonly name: string
  readonly data?: Uint8Array | string
  readonly method?: number
  readonly flags?: number
  readonly mode?: number
  /** The bytes stored in place of the compressed data. */
  readonly packed?: Uint8Array
  readonly size?: number
  readonly crc?: number
  readonly rawName?: Uint8Array
  readonly localExtra?: Uint8Array
  readonly centralExtra?: Uint8Array
  readonly comment?: string
  /** Overrides in one of the two headers only. */
  readonly local?: Partial<HeaderFields>
  readonly central?: Partial<HeaderFields> & {
    readonly name?: string
    readonly offset?: number
    readonly disk?: number
    readonly versionNeeded?: number
  }
  readonly onlyIn?: 'local' | 'central'
  /** Bytes after the data, e.g. a data descriptor. */
  readonly after?: Uint8Array
}

interface HeaderFields {
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packedSize: number
  readonly size: number
}

export interface ZipSpec {
  readonly prefix?: Uint8Array
  readonly beforeCentral?: Uint8Array
  readonly afterCentral?: Uint8Array
  readonly zip64?:
    | boolean
    | {
        readonly recordSize?: number
        readonly count?: number
        readonly locatorOffset?: number
        readonly withoutLocator?: boolean
        readonly afterRecord?: Uint8Array
      }
  readonly locatorOnly?: boolean
  readonly end?: {
    readonly count?: number
    readonly total?: number
    readonly size?: number
    readonly offset?: number
    readonly disk?: number
  }
  readonly comment?: Uint8Array
  readonly commentLength?: number
  readonly trailing?: Uint8Array
}

export function bytes(...parts: (number | Uint8Array | string)[]): Buffer {
  return Buffer.concat(
    parts.map((part) =>
      typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part as string),
    ),
  )
}

export function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16LE(value)
  return buffer
}

export function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}

export function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8)
  buffer.writeBigUInt64LE(BigInt(value))
  return buffer
}

/** One extra field. */
export function extraField(id: number, data: Uint8Array): Buffer {
  return bytes(u16(id), u16(data.length), data)
}

/** A ZIP64 extra field with these 8-byte values. */
export function zip64Extra(...values: number[]): Buffer {
  return extraField(1, bytes(...values.map(u64)))
}

/** Writes a ZIP archive as it is told to, right or wrong. */
export function buildZip(entries: readonly ZipEntrySpec[], spec: ZipSpec = {}): Buffer {
  const parts: Buffer[] = []
  let offset = 0
  const push = (part: Uint8Array | undefined): void => {
    if (part === undefined) return
    parts.push(Buffer.from(part))
    offset += part.length
  }
  push(spec.prefix)
  const directory: Buffer[] = []
  for (const entry of entries) {
    const data = Buffer.from(entry.data ?? '')
    const method = entry.method ?? 8
    const packed = Buffer.from(entry.packed ?? (method === 8 ? deflateRawSync(data) : data))
    const rawName = Buffer.from(entry.rawName ?? entry.name)
    const isAscii = rawName.every((byte) => byte < 0x80)
    const fields: HeaderFields = {
      flags: entry.flags ?? (isAscii ? 0 : 0x800),
      method,
      crc: entry.crc ?? crc32(data),
      packedSize: packed.length,
      size: entry.size ?? data.length,
    }
    const headerOffset = offset
    if (entry.onlyIn !== 'central') {
      const local = { ...fields, ...entry.local }
      const extra = Buffer.from(entry.localExtra ?? '')
      push(
        bytes(
          'PK\u0003\u0004',
          u16(20),
          u16(local.flags),
          u16(local.method),
          u32(0),
          u32(local.crc),
          u32(local.packedSize),
          u32(local.size),
          u16(rawName.length),
          u16(extra.length),
          rawName,
          extra,
          packed,
        ),
      )
      push(entry.after)
    }
    if (entry.onlyIn !== 'local') {
      const central = { ...fields, ...entry.central }
      const name = entry.central?.name === undefined ? rawName : Buffer.from(entry.central.name)
      const extra = Buffer.from(entry.centralExtra ?? '')
      const comment = Buffer.from(entry.comment ?? '')
      directory.push(
        bytes(
          'PK\u0001\u0002',
          u16(0x0314),
          u16(entry.central?.versionNeeded ?? 20),
          u16(central.flags),
          u16(central.method),
          u32(0),
          u32(central.crc),
          u32(central.packedSize),
          u32(central.size),
          u16(name.length),
          u16(extra.length),
          u16(comment.length),
          u16(entry.central?.disk ?? 0),
          u16(0),
          u32(((entry.mode ?? 0o100644) * 65536) >>> 0),
          u32(entry.central?.offset ?? headerOffset),
          name,
          extra,
          comment,
        ),
      )
    }
  }
  push(spec.beforeCentral)
  const centralOffset = offset
  for (const record of directory) push(record)
  const centralSize = offset - centralOffset
  push(spec.afterCentral)

  if (spec.zip64 !== undefined && spec.zip64 !== false) {
    const options = spec.zip64 === true ? {} : spec.zip64
    const count = options.count ?? directory.length
    const recordOffset = offset
    push(
      bytes(
        'PK\u0006\u0006',
        u64(options.recordSize ?? 44),
        u16(45),
        u16(45),
        u32(0),
        u32(0),
        u64(count),
        u64(count),
        u64(centralSize),
        u64(centralOffset),
      ),
    )
    push(options.afterRecord)
    if (options.withoutLocator !== true) {
      push(bytes('PK\u0006\u0007', u32(0), u64(options.locatorOffset ?? recordOffset), u32(1)))
    }
  }
  if (spec.locatorOnly === true) push(bytes('PK\u0006\u0007', u32(0), u64(0), u32(1)))
  const comment = Buffer.from(spec.comment ?? '')
  const count = spec.end?.count ?? directory.length
  push(
    bytes(
      'PK\u0005\u0006',
      u16(spec.end?.disk ?? 0),
      u16(0),
      u16(count),
      u16(spec.end?.total ?? count),
      u32(spec.end?.size ?? centralSize),
      u32(spec.end?.offset ?? centralOffset),
      u16(spec.commentLength ?? comment.length),
      comment,
    ),
  )
  push(spec.trailing)
  return Buffer.concat(parts)
}
