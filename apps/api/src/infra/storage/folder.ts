import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { listFiles, listIncomingFiles } from './list-files.ts'
import { openFile } from './open-file.ts'
import { createPublisher, syncFile } from './publish-file.ts'
import { isMissing, toStorageError } from './storage-faults.ts'
import { sidecarOf, type IncomingFile, type Storage } from './storage.ts'

export { isFull } from './storage-faults.ts'

/** Incoming files older than this belong to a process that died. */
const ABANDONED_MS = 24 * 60 * 60 * 1000

/** Files in a folder. What is visible is complete: content is synced before its name exists. */
export async function openFolderStorage(folder: string): Promise<Storage> {
  const incoming = join(folder, '.incoming')
  await mkdir(incoming, { recursive: true })
  await sweep(incoming)
  const publisher = createPublisher(folder)

  const newPath = () => join(incoming, randomUUID())
  const discard = (path: string) => rm(path, { force: true }).catch(() => {})
  /** A small file, written whole before its name can be made. */
  const withNew = async (bytes: Uint8Array, work: (from: string) => Promise<void>) => {
    const path = newPath()
    try {
      await withStorageErrors(async () => {
        await writeNew(path, bytes)
        await work(path)
      })
    } finally {
      await discard(path)
    }
  }
  const receive = async (): Promise<IncomingFile> => {
    const path = newPath()
    let lasting: Promise<void> | undefined
    return {
      path,
      settle: () => {
        lasting = syncFile(path)
        // Who publishes hears of it.
        lasting.catch(() => {})
      },
      publish: async (storagePath, _sha256, metadata) => {
        const file = { from: path, storagePath, lasting }
        if (metadata === undefined) {
          return withStorageErrors(() => publisher.publish([file]))
        }
        await withNew(metadata, (from) =>
          publisher.publish([{ from, storagePath: sidecarOf(storagePath) }, file]),
        )
      },
      discard: () => discard(path),
    }
  }
  return {
    receive,
    write: (storagePath, bytes) =>
      withNew(bytes, (from) => publisher.publish([{ from, storagePath }])),
    check: () => access(incoming, constants.W_OK | constants.X_OK),
    measure: (storagePath) => withStorageErrors(() => measure(join(folder, storagePath))),
    open: (storagePath, span) => withStorageErrors(() => openFile(join(folder, storagePath), span)),
    withLocalCopy: (storagePath, work) => work(join(folder, storagePath)),
    list: () => listFiles(folder),
    listIncoming: () => listIncomingFiles(folder),
    remove: (storagePath, before) => remove(folder, incoming, storagePath, before),
    close: () => {},
  }
}

async function withStorageErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw toStorageError(error)
  }
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(bytes)
  } finally {
    await handle.close()
  }
}

async function measure(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : undefined
  } catch (error) {
    if (!isMissing(error)) throw error
    return undefined
  }
}

/**
 * Moves the file out of sight before it looks at its age: an upload of the same content writes a new
 * file at the address at any moment, and what is moved away is then that one. It goes back.
 */
async function remove(
  folder: string,
  incoming: string,
  storagePath: string,
  before: Date,
): Promise<boolean> {
  const path = join(folder, storagePath)
  const aside = join(incoming, randomUUID())
  try {
    await rename(path, aside)
  } catch (error) {
    if (!isMissing(error)) throw error
    return false
  }
  if ((await stat(aside)).mtimeMs >= before.getTime()) {
    await rename(aside, path)
    return false
  }
  await rm(aside)
  if (dirname(storagePath) !== '.incoming') await removeEmpty(dirname(path))
  return true
}

async function removeEmpty(path: string): Promise<void> {
  try {
    await rmdir(path)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(code)) throw error
  }
}

async function sweep(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    // Another process that sweeps, or an upload that ends, may have been quicker.
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && Date.now() - found.mtimeMs > ABANDONED_MS) {
      await rm(path, { force: true })
    }
  }
}
