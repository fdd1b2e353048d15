import { createHash, type Hash } from 'node:crypto'
import { crc32, inflateRawSync } from 'node:zlib'
import type { Deadline } from './budget.ts'
import type { FileWindow } from './file-window.ts'
import { createPieceInflate, inflateFile } from './inflate-file.ts'
import { PackagingError, quoteForMessage } from './packaging-error.ts'
import type { ZipMember } from './zip-state.ts'

/** Members up to this size are unzipped in one call; larger ones are streamed. */
const SMALL = 256 * 1024

function refuseCorrupt(member: ZipMember, what: string): never {
  throw new PackagingError(
    'zip-corrupt-member',
    `ZIP archive not accepted: member ${quoteForMessage(member.name)} ${what}.`,
  )
}

/** Collects what streams by: no more bytes than declared, and their CRC. */
class MemberCheck {
  readonly #member: ZipMember
  readonly #sink: (chunk: Uint8Array) => void
  #size = 0
  #crc = 0

  constructor(member: ZipMember, sink: (chunk: Uint8Array) => void) {
    this.#member = member
    this.#sink = sink
  }

  take(chunk: Uint8Array): void {
    this.#size += chunk.length
    if (this.#size > this.#member.size)
      refuseCorrupt(this.#member, 'is larger than its header says')
    this.#crc = crc32(chunk, this.#crc)
    this.#sink(chunk)
  }

  finish(): void {
    if (this.#size !== this.#member.size)
      refuseCorrupt(this.#member, 'is smaller than its header says')
    if (this.#crc !== this.#member.crc32)
      refuseCorrupt(this.#member, 'does not have the CRC of its header')
  }
}

function inflateSmall(file: FileWindow, member: ZipMember): Uint8Array {
  const packed = file.copy(member.dataOffset, member.compressedSize)
  try {
    const answer = inflateRawSync(packed, {
      info: true,
      maxOutputLength: member.size + 1,
      chunkSize: Math.max(64, member.size + 1),
    }) as unknown as { buffer: Uint8Array; engine: { bytesWritten: number } }
    if (answer.engine.bytesWritten !== packed.length)
      refuseCorrupt(member, 'has bytes after its data')
    return answer.buffer
  } catch (error) {
    if (error instanceof PackagingError) throw error
    return refuseCorrupt(member, 'is damaged or larger than its header says')
  }
}

async function streamMember(
  file: FileWindow,
  member: ZipMember,
  deadline: Deadline,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  if (member.compressedSize === 0) refuseCorrupt(member, 'has no data')
  const check = (piece: Uint8Array): void => {
    deadline.check()
    take(piece)
  }
  const span = { offset: member.dataOffset, length: member.compressedSize }
  if (member.method === 0) {
    for (const piece of file.chunks(span.offset, span.length)) check(piece)
    return
  }
  const inflate = createPieceInflate()
  try {
    await inflateFile(inflate, file, span, check)
  } catch (error) {
    if (error instanceof PackagingError) throw error
    refuseCorrupt(member, 'is damaged')
  }
  if (inflate.bytesWritten !== member.compressedSize)
    refuseCorrupt(member, 'has bytes after its data')
}

/** Sends a member's unzipped bytes to `sink`, in memory-bounded pieces; size and CRC are checked. */
async function pumpZipMember(
  file: FileWindow,
  member: ZipMember,
  deadline: Deadline,
  sink: (chunk: Uint8Array) => void,
): Promise<void> {
  const check = new MemberCheck(member, sink)
  deadline.check()
  if (member.compressedSize > SMALL || member.size > SMALL) {
    await streamMember(file, member, deadline, (chunk) => check.take(chunk))
  } else if (member.method === 0) {
    check.take(file.copy(member.dataOffset, member.compressedSize))
  } else {
    check.take(inflateSmall(file, member))
  }
  check.finish()
}

/**
 * One member's bytes.
 * @throws PackagingError `member-too-large` above `maxBytes`, `zip-corrupt-member`, `time-budget`
 */
export async function readZipMember(
  file: FileWindow,
  member: ZipMember,
  options: { readonly maxBytes: number; readonly deadline: Deadline },
): Promise<Uint8Array> {
  if (member.size > options.maxBytes) {
    throw new PackagingError(
      'member-too-large',
      `Invalid distribution file: member ${quoteForMessage(member.name)} is larger than ${options.maxBytes} bytes.`,
    )
  }
  const bytes = new Uint8Array(member.size)
  let filled = 0
  await pumpZipMember(file, member, options.deadline, (chunk) => {
    bytes.set(chunk, filled)
    filled += chunk.length
  })
  return bytes
}

/**
 * A member's digest as RECORD spells it: base64url without padding (PEP 427).
 * @throws PackagingError `zip-corrupt-member`, `time-budget`
 */
export async function digestZipMember(
  file: FileWindow,
  member: ZipMember,
  options: { readonly algorithm: string; readonly deadline: Deadline },
): Promise<string> {
  const hash: Hash = createHash(options.algorithm)
  await pumpZipMember(file, member, options.deadline, (chunk) => {
    hash.update(chunk)
  })
  return hash.digest('base64url')
}
