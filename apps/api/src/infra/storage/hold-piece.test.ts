import { randomBytes } from 'node:crypto'
import { mkdtemp, open, rm, truncate, writeFile, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { holdPiece, PIECE_BYTES } from './hold-piece.ts'

const MIB = 2 ** 20
const content = randomBytes(4 * MIB)
let folder: string
let handle: FileHandle
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-hold-'))
  await writeFile(join(folder, 'file'), content)
  handle = await open(join(folder, 'file'))
})
afterAll(async () => {
  await handle.close()
  await rm(folder, { recursive: true, force: true })
})

let versions = 0
/** The same bytes under a version of its own, with a count of the pieces that were read. */
function makeFile(size = content.length) {
  versions += 1
  const file = {
    size,
    version: `v${versions}`,
    reads: 0,
    open: () => {
      file.reads += 1
      return Promise.resolve(handle.fd)
    },
  }
  return file
}
type Counted = ReturnType<typeof makeFile>

/** Holds every piece of a file once, one after the other. */
async function pass(file: Counted): Promise<void> {
  for (let position = 0; position < file.size;) {
    const { bytes, release } = await holdPiece(file, position, file.size - 1)
    expect(bytes.equals(content.subarray(position, position + bytes.length))).toBe(true)
    position += bytes.length
    release(true)
  }
}

test('a piece is read once for all who want it at the same time, and stays for the next', async () => {
  const file = makeFile()
  const held = await Promise.all(Array.from({ length: 20 }, () => holdPiece(file, 0, file.size)))
  for (const { bytes, release } of held) {
    expect(bytes.equals(content.subarray(0, PIECE_BYTES))).toBe(true)
    release(true)
  }
  expect(file.reads).toBe(1)
  const { bytes, release } = await holdPiece(file, 100, 199)
  expect(bytes.equals(content.subarray(100, 200))).toBe(true)
  release(true)
  expect(file.reads).toBe(1)
})

test('a part of a piece that is not in memory is read alone, and is not in memory then', async () => {
  const file = makeFile()
  for (let turn = 1; turn <= 2; turn += 1) {
    const { bytes, release } = await holdPiece(file, 100, 199)
    expect(bytes.equals(content.subarray(100, 200))).toBe(true)
    release(true)
    expect(file.reads).toBe(turn)
  }
})

test('so many bytes stay and no more: what was not wanted for longest goes', async () => {
  const first = makeFile()
  await pass(first)
  const others = Array.from({ length: 3 }, () => makeFile())
  for (const other of others) await pass(other)
  await pass(first)
  expect(first.reads).toBe(16)
  // One more than there is room for: not the one that was wanted last.
  await pass(makeFile())
  await pass(first)
  expect(first.reads).toBe(16)
  await pass(others[0]!)
  expect(others[0]!.reads).toBe(32)
})

test('pieces of a large file but the first go with the last who sends them, and push nothing out', async () => {
  const small = makeFile()
  await pass(small)
  await truncate(join(folder, 'file'), 20 * MIB)
  const large = makeFile(20 * MIB)
  const at = 4 * MIB
  const [one, two] = await Promise.all([
    holdPiece(large, at, large.size),
    holdPiece(large, at, large.size),
  ])
  expect(large.reads).toBe(1)
  one.release(true)
  for (let position = 0; position < large.size; position += PIECE_BYTES) {
    const { release } = await holdPiece(large, position, large.size)
    release(true)
  }
  // All but the one that is held yet.
  expect(large.reads).toBe(80)
  two.release(true)
  const again = await holdPiece(large, at, large.size)
  again.release(true)
  expect(large.reads).toBe(81)
  const first = await holdPiece(large, 0, large.size)
  first.release(true)
  expect(large.reads).toBe(81)
  await pass(small)
  expect(small.reads).toBe(16)
})

test('what is held stays as it is, also where a connection broke, whatever is read meanwhile', async () => {
  const file = makeFile(1_000_000)
  const held = await holdPiece(file, 0, file.size)
  const broken = await holdPiece(file, PIECE_BYTES, file.size)
  broken.release(false)
  for (let turn = 0; turn < 6; turn += 1) await pass(makeFile())
  expect(held.bytes.equals(content.subarray(0, PIECE_BYTES))).toBe(true)
  expect(broken.bytes.equals(content.subarray(PIECE_BYTES, 2 * PIECE_BYTES))).toBe(true)
  held.release(true)
})

test('a read that fails fails for all who wait, and is tried again by the next', async () => {
  const file = makeFile()
  const { open } = file
  file.open = () => Promise.reject(new Error('not now'))
  const all = await Promise.allSettled([
    holdPiece(file, 0, file.size),
    holdPiece(file, 0, file.size),
  ])
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  file.open = open
  await pass(file)
  const short = makeFile(30 * MIB)
  await expect(holdPiece(short, 25 * MIB, short.size)).rejects.toThrow(/ends before byte/)
})
