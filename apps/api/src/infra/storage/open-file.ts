import { close, createReadStream, fstat, open } from 'node:fs'
import { promisify } from 'node:util'
import { isMissing } from './storage-faults.ts'
import type { OpenedFile, Span } from './storage.ts'

/** Larger pieces than a stream's own cost fewer turns of the thread pool for each file. */
const PIECE_BYTES = 256 * 2 ** 10

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
    return { size, body }
  } catch (error) {
    close(fd)
    throw error
  }
}
