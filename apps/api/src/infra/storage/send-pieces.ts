import type { Writable } from 'node:stream'
import { holdPiece, type ReadableFile } from './hold-piece.ts'
import type { Span } from './storage.ts'

/**
 * Writes a span of an open file to an answer and ends that, one piece at a time: who reads slowly holds
 * no more than that. Returns the bytes that were passed on: fewer than the span has when the client
 * leaves. @throws Error when reading fails; the answer has not ended then
 */
export async function sendPieces(
  file: ReadableFile,
  { start, end }: Span,
  to: Writable,
): Promise<number> {
  let position = start
  while (position <= end && !to.destroyed) {
    const { bytes, release } = await holdPiece(file, position, end)
    position += bytes.length
    // Until a piece is written the connection has a hold on its memory, also when it breaks.
    release(await written(to, bytes, position > end))
  }
  if (end < start) to.end()
  return position - start
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
