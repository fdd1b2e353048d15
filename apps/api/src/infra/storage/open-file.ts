import { close, createReadStream, fstat, open } from 'node:fs'
import { promisify } from 'node:util'
import { PIECE_BYTES, sendPieces } from './send-pieces.ts'
import { isMissing } from './storage-faults.ts'
import type { OpenedFile, Span } from './storage.ts'

/** Opens a local file, or a part of it; undefined when there is none. */
export async function openFile(path: string, span?: Span): Promise<OpenedFile | undefined> {
  const fd = await promisify(open)(path, 'r').catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  if (fd === undefined) return undefined
  try {
    const { size } = await promisify(fstat)(fd)
    // Knowing its end, the stream does not look for it in the thread pool once more.
    const { start, end } = span ?? { start: 0, end: Math.max(size - 1, 0) }
    const body = createReadStream(path, { fd, highWaterMark: PIECE_BYTES, start, end })
    return {
      size,
      body,
      sendTo: (to) =>
        sendPieces(fd, span ?? { start: 0, end: size - 1 }, to).finally(() => body.destroy()),
    }
  } catch (error) {
    close(fd)
    throw error
  }
}
