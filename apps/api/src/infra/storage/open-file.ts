import { close, createReadStream, open, stat } from 'node:fs'
import { promisify } from 'node:util'
import { PIECE_BYTES } from './hold-piece.ts'
import { sendPieces } from './send-pieces.ts'
import { isMissing } from './storage-faults.ts'
import type { OpenedFile, Span } from './storage.ts'

const openForReading = promisify(open)
const statFile = promisify(stat)

/**
 * Finds a local file, or a part of it; undefined when there is none. It is opened by whoever reads it:
 * what is sent from memory takes one turn of the thread pool.
 */
export async function openFile(
  path: string,
  span?: Span,
): Promise<Required<OpenedFile> | undefined> {
  const found = await statFile(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  if (found === undefined) return undefined
  const { size, dev, ino, ctimeMs } = found
  const { start, end } = span ?? { start: 0, end: size - 1 }
  return {
    size,
    get body() {
      // Knowing its end, the stream does not look for it in the thread pool once more.
      return createReadStream(path, {
        highWaterMark: PIECE_BYTES,
        start,
        end: Math.max(end, start),
      })
    },
    sendTo: async (to) => {
      let opening: Promise<number> | undefined
      const file = {
        size,
        // Any change of the file changes the last of them.
        version: `${dev} ${ino} ${size} ${ctimeMs}`,
        open: () => (opening ??= openForReading(path, 'r')),
      }
      try {
        return await sendPieces(file, { start, end }, to)
      } finally {
        opening?.then(close, () => {})
      }
    },
  }
}
