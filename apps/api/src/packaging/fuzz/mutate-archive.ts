import { gunzipSync } from 'node:zlib'
import { buildSdist, buildWheel } from '../test/distributions.ts'
import { paxEntry, tarEntry } from '../test/tar-writer.ts'

/** Numbers from 0 below `limit`, the same for the same seed (Park and Miller, as 31-bit integers). */
export type Random = (limit: number) => number

export function seededRandom(seed: number): Random {
  let state = (seed % 2_147_483_646) + 1
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
}

const TOP = 'demo-1.0'
const BLOCK = 512

/** Wheels and the inside of source distributions that mutations start from: every kind of record. */
const WHEELS = [
  buildWheel([
    { name: 'demo/a.txt', data: 'aaaa' },
    { name: 'demo/b/', method: 0 },
    { name: 'demo/b/c.txt', data: 'x'.repeat(300), method: 0 },
  ]),
  buildWheel([{ name: 'demo/é.txt', data: 'x' }], { zip64: true }),
  buildWheel([], { comment: Buffer.from('comment') }),
]
const TARS = [
  buildSdist([
    tarEntry({ name: `${TOP}/d/`, type: '5' }),
    tarEntry({ name: `${TOP}/l`, type: '2', linkName: 'demo.py' }),
    tarEntry({ name: `${TOP}/h`, type: '1', linkName: `${TOP}/demo.py` }),
  ]),
  buildSdist([
    paxEntry({ path: `${TOP}/${'p'.repeat(150)}`, size: '4' }),
    tarEntry({ name: 'x', data: 'text' }),
    tarEntry({ name: 'l', type: 'L', magic: 'gnu', data: `${TOP}/${'g'.repeat(120)}\0` }),
    tarEntry({ name: 'y', magic: 'gnu', data: 'text' }),
  ]),
].map((sdist) => gunzipSync(sdist))

/** Bytes that mean something in headers. */
const TELLING = [0, 1, 8, 0x20, 0x2e, 0x2f, 0x30, 0x31, 0x50, 0x53, 0x67, 0x78, 0x80, 0xff]
/** Where the fields of a tar header lie, so that mutations hit them more often than content. */
const TAR_FIELDS: readonly (readonly [from: number, length: number])[] = [
  [0, 100],
  [100, 60],
  [124, 12],
  [156, 1],
  [157, 100],
  [257, 8],
  [345, 155],
  [0, BLOCK],
]

/** One to three small changes: bytes, bits, pieces taken out or repeated. */
export function mutateArchive(kind: 'zip' | 'tar', random: Random): Buffer {
  const bases = kind === 'zip' ? WHEELS : TARS
  const base = bases[random(bases.length)]!
  let bytes = Buffer.from(base)
  for (let change = random(3); change >= 0; change -= 1) {
    bytes = changeOnce(bytes, kind, random)
    if (bytes.length < 100) bytes = Buffer.from(base)
  }
  if (kind === 'tar') repairChecksums(bytes, random)
  return bytes
}

function changeOnce(bytes: Buffer<ArrayBuffer>, kind: 'zip' | 'tar', random: Random) {
  const unit = kind === 'zip' ? 1 : BLOCK
  const place = Math.min(pickPlace(bytes, kind, random), bytes.length - 1)
  const start = place - (place % unit)
  switch (random(10)) {
    case 7: {
      const length = unit * (1 + random(kind === 'zip' ? 40 : 2))
      return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + length)])
    }
    case 8: {
      const from = random(bytes.length)
      const piece = bytes.subarray(from - (from % unit)).subarray(0, unit * (1 + random(60)))
      return Buffer.concat([bytes.subarray(0, start), piece, bytes.subarray(start)])
    }
    case 9:
      bytes[place]! ^= 1 << random(8)
      return bytes
    default:
      bytes[place] = random(2) === 0 ? random(256) : TELLING[random(TELLING.length)]!
      return bytes
  }
}

function pickPlace(bytes: Buffer, kind: 'zip' | 'tar', random: Random): number {
  const place = random(bytes.length)
  if (kind === 'zip') return place
  const [from, length] = TAR_FIELDS[random(TAR_FIELDS.length)]!
  return place - (place % BLOCK) + from + random(length)
}

/** Most headers get a right checksum again, so that a change reaches what lies behind that check. */
function repairChecksums(bytes: Buffer, random: Random): void {
  for (let start = 0; start + BLOCK <= bytes.length; start += BLOCK) {
    const isHeader = bytes.toString('latin1', start + 257, start + 262) === 'ustar'
    if (!isHeader || random(8) === 0) continue
    bytes.fill(0x20, start + 148, start + 156)
    const sum = bytes.subarray(start, start + BLOCK).reduce((total, byte) => total + byte, 0)
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, start + 148, 'latin1')
  }
}
