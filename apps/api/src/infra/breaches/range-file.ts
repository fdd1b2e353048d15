import { open, type FileHandle } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { RangeSource } from './breach-list.ts'

/** Bytes around a place that surely hold the end of a line. */
const PROBE = 256
/** Bytes read at once, and at the most for one prefix: the largest known range has a tenth. */
const CHUNK = 64 * 1024
const MOST = 1024 * 1024
const LINE = /^[0-9A-F]{35}:\d{1,12}$/

/**
 * Ranges out of one text file of lines `SHA-1:count`, sorted by hash as its publisher gives it out.
 * A prefix is found by bisection: some thirty small reads in 40 GB, and nothing is kept in memory.
 * @throws Error when the file cannot be opened.
 */
export async function openRangeFile(url: URL): Promise<RangeSource> {
  const path = fileURLToPath(url)
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new Error(`BREACHED_PASSWORDS: cannot open ${path} (${(error as Error).message})`)
  })
  const { size } = await file.stat()
  return {
    read: async (prefix) => {
      const wanted = prefix.toUpperCase()
      return readFrom(file, await findStart(file, size, wanted), wanted)
    },
    close: () => file.close(),
  }
}

/** Offset of the first line that is not before `prefix`, or of the end. */
async function findStart(file: FileHandle, size: number, prefix: string): Promise<number> {
  // The line at or behind `low` may be the one; no line that begins at or behind `high` is before it.
  let low = 0
  let high = size
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const start = middle === 0 ? 0 : await nextLine(file, middle - 1)
    if (start >= high) {
      high = middle
      continue
    }
    const line = await readText(file, start, prefix.length)
    if (line.toUpperCase() < prefix) low = start + 1
    else high = middle
  }
  return low === 0 ? 0 : nextLine(file, low - 1)
}

/** Offset of the first line that begins behind `offset`. */
async function nextLine(file: FileHandle, offset: number): Promise<number> {
  const end = (await readText(file, offset, PROBE)).indexOf('\n')
  return end === -1 ? Number.MAX_SAFE_INTEGER : offset + end + 1
}

async function readFrom(file: FileHandle, start: number, prefix: string): Promise<string[]> {
  const found: string[] = []
  let rest = ''
  for (let offset = start; offset < start + MOST; offset += CHUNK) {
    const text = await readText(file, offset, CHUNK)
    const lines = (rest + text).split('\n')
    rest = text.length < CHUNK ? '' : (lines.pop() ?? '')
    for (const line of lines) {
      const upper = line.trim().toUpperCase()
      if (upper === '') continue
      if (!upper.startsWith(prefix)) return found
      const suffix = upper.slice(prefix.length)
      if (LINE.test(suffix)) found.push(suffix)
    }
    if (text.length < CHUNK) return found
  }
  return found
}

async function readText(file: FileHandle, offset: number, length: number): Promise<string> {
  if (offset >= Number.MAX_SAFE_INTEGER - length) return ''
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
  return buffer.toString('latin1', 0, bytesRead)
}
