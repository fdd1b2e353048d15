import { link, mkdir, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Folders whose names are known to be on disk; there are 65,792 of them in a full store. */
const MOST_REMEMBERED = 70_000

export type FilePublisher = {
  /** Makes the file `from` visible at `storagePath`; once it returns, a power cut does not undo it. */
  publish(from: string, storagePath: string): Promise<void>
}

/**
 * The order that makes what is visible complete, and what is acknowledged lasting: content synced,
 * then linked to its name, then the folders synced in which names were made.
 */
export function createPublisher(folder: string): FilePublisher {
  const lasting = new Set<string>()

  /** A folder made by another upload, or another process, may not be on disk yet: sync it ourselves. */
  const syncNamesOf = async (path: string): Promise<void> => {
    for (let child = path; child !== folder && child.length > folder.length;) {
      const parent = dirname(child)
      if (!lasting.has(child)) {
        await syncFolder(parent)
        if (lasting.size >= MOST_REMEMBERED) lasting.clear()
        if (child !== path) lasting.add(child)
      }
      child = parent
    }
  }
  return {
    publish: async (from, storagePath) => {
      const to = join(folder, storagePath)
      const parent = dirname(to)
      await syncFile(from)
      await place(from, to, parent)
      await syncFolder(parent)
      await syncNamesOf(parent)
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

async function syncFile(path: string): Promise<void> {
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
