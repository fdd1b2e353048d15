import { read } from 'node:fs'
import type { Writable } from 'node:stream'
import type { Span } from './storage.ts'

/** Larger pieces than a stream's own cost fewer turns of the thread pool for each file. */
export const PIECE_BYTES = 256 * 2 ** 10
/** New memory has to be cleared and mapped, which costs more than the reading: it is kept for the next. */
const MOST_KEPT = 32
const kept: Buffer[] = []

/**
 * Writes a span of an open file to an answer and ends that, with memory that is used again. Returns the
 * bytes that were passed on: fewer than the span has when the client leaves. @throws Error when reading
 * fails; the answer has not ended then
 */
export async function sendPieces(fd: number, { start, end }: Span, to: Writable): Promise<number> {
  const buffer = kept.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES)
  let position = start
  let isOurs = true
  try {
    while (position <= end && !to.destroyed) {
      const piece = await readPiece(fd, buffer, position, end)
      position += piece.length
      // Until a piece is written the connection has a hold on its memory, also when it breaks.
      isOurs = await written(to, piece, position > end)
    }
  } finally {
    if (isOurs && kept.length < MOST_KEPT) kept.push(buffer)
  }
  if (end < start) to.end()
  return position - start
}

function readPiece(fd: number, buffer: Buffer, position: number, end: number): Promise<Buffer> {
  const wanted = Math.min(PIECE_BYTES, end + 1 - position)
  return new Promise((resolve, reject) => {
    read(fd, buffer, 0, wanted, position, (error, bytes) => {
      if (error !== null) reject(error)
      else if (bytes === 0) reject(new Error(`it ends before byte ${position}`))
      else resolve(bytes === PIECE_BYTES ? buffer : buffer.subarray(0, bytes))
    })
  })
}

/** Resolves once the piece is out, with true; with false when the client left instead. */
function written(to: Writable, piece: Buffer, isLast: boolean): Promise<boolean> {
  // Who left while the piece was read is heard of no more.
  if (to.destroyed) return Promise.resolve(false)
  return new Promise((resolve) => {
    const left = () => resolve(false)
    const done = (error?: Error | null) => {
      to.off('close', left)
      resolve(error == null)
    }
    to.once('close', left)
    if (isLast) to.end(piece, done)
    else to.write(piece, done)
  })
}
