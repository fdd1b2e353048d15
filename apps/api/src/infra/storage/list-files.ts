import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredFile } from './storage.ts'

/** The store has three levels of folders; what lies deeper is not of this store's making. */
const MOST_LEVELS = 8

/** Every file below a storage's folder, `.incoming` left out. Holds one folder open for each level. */
export async function* listFiles(folder: string): AsyncGenerator<StoredFile> {
  yield* walk(folder, '', MOST_LEVELS)
}

/** The files in a storage's `.incoming`. */
export async function* listIncomingFiles(folder: string): AsyncGenerator<StoredFile> {
  yield* walk(folder, '.incoming', 1)
}

async function* walk(
  folder: string,
  below: string,
  levels: number,
): AsyncGenerator<StoredFile, void, undefined> {
  let entries
  try {
    entries = await opendir(join(folder, below))
  } catch (error) {
    // Gone since its parent was read.
    if (below !== '' && (error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  for await (const entry of entries) {
    const storagePath = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) {
      if (storagePath === '.incoming' || levels <= 1) continue
      yield* walk(folder, storagePath, levels - 1)
      continue
    }
    const found = await stat(join(folder, storagePath)).catch(() => undefined)
    if (found !== undefined) yield { storagePath, size: found.size, modifiedAt: found.mtime }
  }
}
