import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type IncomingFile, type Storage, StorageFullError } from './storage.ts'

/** Incoming files older than this belong to a process that died. */
const ABANDONED_MS = 24 * 60 * 60 * 1000

/** Files in a folder. What is visible is complete: content is synced before its name exists. */
export async function openFolderStorage(folder: string): Promise<Storage> {
  const incoming = join(folder, '.incoming')
  await mkdir(incoming, { recursive: true })
  await sweep(incoming)

  const receive = async (): Promise<IncomingFile> => {
    const path = join(incoming, randomUUID())
    return {
      path,
      publish: (storagePath) => publish(path, join(folder, storagePath)),
      discard: () => rm(path, { force: true }).catch(() => {}),
    }
  }
  return {
    folder,
    receive,
    write: async (storagePath, bytes) => {
      const file = await receive()
      try {
        const handle = await open(file.path, 'wx')
        await handle.writeFile(bytes)
        await handle.close()
        await file.publish(storagePath)
      } finally {
        await file.discard()
      }
    },
    check: async () => {
      await stat(incoming)
    },
  }
}

async function publish(from: string, to: string): Promise<void> {
  try {
    await syncFile(from)
    const parent = dirname(to)
    const made = await mkdir(parent, { recursive: true })
    // The content address is the name: an existing file has these bytes already.
    await link(from, to).catch(ignore('EEXIST'))
    await syncFolder(parent)
    if (made !== undefined) await syncUpTo(parent, dirname(made))
  } catch (error) {
    if (isFull(error)) throw new StorageFullError('the storage is full', { cause: error })
    throw error
  }
}

/** Whether the filesystem has no room left. */
export function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')
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

/** Syncs the folders from the parent of `path` up to `top`, in which new names were made. */
async function syncUpTo(path: string, top: string): Promise<void> {
  for (let folder = dirname(path); folder.length >= top.length; folder = dirname(folder)) {
    await syncFolder(folder)
    if (folder === top) return
  }
}

async function sweep(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(path, { force: true })
  }
}

function ignore(code: string) {
  return (error: NodeJS.ErrnoException) => {
    if (error.code !== code) throw error
  }
}
