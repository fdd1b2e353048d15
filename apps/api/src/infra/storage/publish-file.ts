import { link, mkdir, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Folders whose names are known to be on disk; there are 65,792 of them in a full store. */
const MOST_REMEMBERED = 70_000

export type PublishedFile = {
  readonly from: string
  readonly storagePath: string
  /** Settles when the content is on disk, where somebody sees to that already. */
  readonly lasting?: Promise<void> | undefined
}

export type FilePublisher = {
  /** Makes files visible, in order; once it returns, a power cut does not undo it. */
  publish(files: readonly PublishedFile[]): Promise<void>
}

/**
 * The order that makes what is visible complete, and what is acknowledged lasting: all content
 * synced, then linked to its names, then the folders synced in which names were made.
 */
export function createPublisher(folder: string): FilePublisher {
  const lasting = new Set<string>()

  /** A folder made by another upload, or another process, may not be on disk yet: sync it ourselves. */
  const syncNamesOf = async (path: string): Promise<void> => {
    const synced = [path]
    const made: string[] = []
    for (let child = path; child !== folder && child.length > folder.length;) {
      const parent = dirname(child)
      if (!lasting.has(child)) {
        synced.push(parent)
        if (child !== path) made.push(child)
      }
      child = parent
    }
    // Together: a filesystem with a journal writes it once for all of them.
    await Promise.all(synced.map(syncFolder))
    if (lasting.size >= MOST_REMEMBERED) lasting.clear()
    for (const child of made) lasting.add(child)
  }
  return {
    publish: async (files) => {
      await Promise.all(files.map(({ from, lasting: synced }) => synced ?? syncFile(from)))
      const parents = new Set<string>()
      for (const { from, storagePath } of files) {
        const to = join(folder, storagePath)
        parents.add(dirname(to))
        await place(from, to, dirname(to))
      }
      await Promise.all([...parents].map(syncNamesOf))
    },
  }
}

/**
 * Links, so that nothing is overwritten by accident. A file that is there already has these bytes
 * by its name; it is replaced all the same: it may be the damaged or the forgotten one of an earlier
 * upload, which `fsck` may be about to remove.
 */
async function place(from: string, to: string, parent: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await mkdir(parent, { recursive: true })
    try {
      await link(from, to)
      return
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EEXIST') return rename(from, to)
      // `fsck` removes empty folders.
      if (code !== 'ENOENT' || attempt > 3) throw error
    }
  }
}

/** Waits until the content of a file is on disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
