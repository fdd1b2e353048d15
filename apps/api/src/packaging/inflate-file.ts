import { pipeline } from 'node:stream/promises'
import { createInflateRaw, type InflateRaw } from 'node:zlib'
import type { FileWindow } from './file-window.ts'

const CHUNK = 64 * 1024

/** Takes a piece of input only when it is done with the one before. */
export function createPieceInflate(): InflateRaw {
  const options = { chunkSize: CHUNK, writableHighWaterMark: 1 }
  return createInflateRaw(options)
}

/**
 * Unzips `length` bytes from `offset` on into `take`, whose pieces are valid only while it runs. Their
 * memory is given back at once: the collector sees their small handles only, and would let dozens of
 * megabytes lie.
 * @param inflate of `createPieceInflate`; its `bytesWritten` tells how many were used, whatever happens
 * @throws what `take` throws, and the engine's own errors
 */
export async function inflateFile(
  inflate: InflateRaw,
  file: FileWindow,
  { offset, length }: { readonly offset: number; readonly length: number },
  take: (piece: Uint8Array) => void,
): Promise<void> {
  const drain = async (pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void> => {
    for await (const piece of pieces) {
      take(piece)
      free(piece)
    }
  }
  await pipeline(file.chunks(offset, length), inflate, drain)
}

/** The engine goes on writing behind a piece that does not fill its buffer: that is left alone. */
function free({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): void {
  if (buffer.byteLength === CHUNK && byteOffset + length === CHUNK) buffer.transfer(0)
}
