import { crc32 } from 'node:zlib'
import { recordView, type FileWindow } from './file-window.ts'
import { createPieceInflate, inflateFile } from './inflate-file.ts'
import { PackagingError } from './packaging-error.ts'

const FLAG_HEADER_CRC = 2
const FLAG_EXTRA = 4
const FLAG_NAME = 8
const FLAG_COMMENT = 16
const FLAG_RESERVED = 0xe0
const MAX_HEADER = 64 * 1024
const TRAILER = 8

function refuse(): never {
  throw new PackagingError(
    'gzip-invalid',
    'Invalid distribution file: it is not a gzip file; a source distribution is a .tar.gz.',
  )
}

/** Length of the gzip header (RFC 1952 §2.3). */
function headerLength(file: FileWindow): number {
  if (file.size < 10 + TRAILER + 2) refuse()
  const head = file.copy(0, Math.min(MAX_HEADER, file.size))
  const flags = head[3] ?? 0
  if (head[0] !== 0x1f || head[1] !== 0x8b || head[2] !== 8 || (flags & FLAG_RESERVED) !== 0)
    refuse()
  let position = 10
  if ((flags & FLAG_EXTRA) !== 0) position += 2 + (head[10] ?? 0) + 256 * (head[11] ?? 0)
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if ((flags & flag) === 0) continue
    const zero = head.indexOf(0, position)
    if (zero < 0) refuse()
    position = zero + 1
  }
  if ((flags & FLAG_HEADER_CRC) !== 0) position += 2
  if (position + TRAILER > file.size) refuse()
  return position
}

/**
 * Unzips a gzip file of exactly one member, piece by piece, into `take` (RFC 1952). Readers
 * disagree about further members and about bytes at the end, so neither is allowed.
 * @throws PackagingError `gzip-invalid`, `gzip-corrupt`, `gzip-trailing-data`, and what `take` throws
 */
export async function gunzipFile(
  file: FileWindow,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  const start = headerLength(file)
  const packedLength = file.size - start - TRAILER
  const inflate = createPieceInflate()
  let crc = 0
  let size = 0
  let problem: unknown
  try {
    await inflateFile(inflate, file, { offset: start, length: packedLength }, (piece) => {
      crc = crc32(piece, crc)
      size += piece.length
      take(piece)
    })
  } catch (error) {
    if (error instanceof PackagingError) throw error
    problem = error
  }
  // The engine stops at the end of its stream; a stream that is cut ends in an error instead.
  const endedEarly = inflate.bytesWritten < packedLength && isPrematureClose(problem)
  if (problem !== undefined && !endedEarly) {
    throw new PackagingError(
      'gzip-corrupt',
      'Invalid distribution file: the gzip data is damaged or cut off.',
    )
  }
  if (inflate.bytesWritten !== packedLength) {
    throw new PackagingError(
      'gzip-trailing-data',
      'Invalid distribution file: bytes follow the gzip data; make it with one gzip member.',
    )
  }
  const trailer = recordView(file.copy(file.size - TRAILER, TRAILER))
  if (trailer.getUint32(0, true) !== crc || trailer.getUint32(4, true) !== size % 2 ** 32) {
    throw new PackagingError(
      'gzip-corrupt',
      'Invalid distribution file: the gzip check sum or size does not fit the data.',
    )
  }
}

/** What the pipeline reports when the engine has finished before its input. */
function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}
