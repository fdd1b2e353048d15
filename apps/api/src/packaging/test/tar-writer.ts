import { gzipSync } from 'node:zlib'

/** One 512-byte header with its data; the fields that can be wrong can be set. */
export interface TarEntrySpec {
  readonly name: string
  readonly data?: Uint8Array | string
  readonly type?: string
  readonly linkName?: string
  readonly prefix?: string
  /** `posix` (default), `gnu`, or `none` for the oldest form. */
  readonly magic?: 'posix' | 'gnu' | 'none'
  /** The 12 bytes of the size field. */
  readonly sizeField?: Uint8Array | string
  /** The 8 bytes of the mode field. */
  readonly modeField?: string
  readonly badChecksum?: boolean
  readonly rawName?: Uint8Array
}

const MAGICS = { posix: 'ustar\x0000', gnu: 'ustar  \0', none: '' }

export function tarEntry(spec: TarEntrySpec): Buffer {
  const data = Buffer.from(spec.data ?? '')
  const block = Buffer.alloc(512)
  Buffer.from(spec.rawName ?? spec.name).copy(block, 0, 0, 100)
  block.write(`${spec.modeField ?? '0000644\0'}0000000\x000000000\0`, 100, 'latin1')
  Buffer.from(spec.sizeField ?? `${data.length.toString(8).padStart(11, '0')}\0`).copy(block, 124)
  block.write('00000000000\0', 136, 'latin1')
  block.write(spec.type ?? '0', 156, 'latin1')
  block.write(spec.linkName ?? '', 157)
  block.write(MAGICS[spec.magic ?? 'posix'], 257, 'latin1')
  block.write(spec.prefix ?? '', 345)
  block.fill(0x20, 148, 156)
  const sum = block.reduce((total, byte) => total + byte, 0) + (spec.badChecksum === true ? 1 : 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return Buffer.concat([block, data, Buffer.alloc((512 - (data.length % 512)) % 512)])
}

/** One pax record: `<length> <key>=<value>\n`. */
export function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`)
  let length = rest.length + 1
  while (String(length).length + rest.length !== length) length += 1
  return Buffer.concat([Buffer.from(String(length)), rest])
}

/** A pax header (`x`, or `g` for a global one) with these records. */
export function paxEntry(records: Readonly<Record<string, string>>, type: 'x' | 'g' = 'x'): Buffer {
  const data = Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, value)))
  return tarEntry({ name: 'PaxHeader', type, data })
}

export const TAR_END: Buffer = Buffer.alloc(1024)

/** Gzips the parts with an end mark. */
export function buildTarGz(parts: readonly Uint8Array[], end: Uint8Array = TAR_END): Buffer {
  return gzipSync(Buffer.concat([...parts, end]))
}
