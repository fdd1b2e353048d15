import { LRUCache } from 'lru-cache'

/** What is known of a file that is published, in a project that is not quarantined. */
export type KnownFile = {
  readonly id: string
  readonly projectId: string
  /** Normalized. */
  readonly projectName: string
  /** The project's serial when this was read. */
  readonly serial: bigint
  readonly isPublic: boolean
  /** Bytes. */
  readonly size: number
  readonly sha256: string
  readonly metadataSha256: string | null
}

export type FileCache = {
  /** The file at a path of the storage, in memory or read now; undefined when none is served there. */
  get(storagePath: string): Promise<KnownFile | undefined>
  /** The file at a path, if it is in memory. */
  peek(storagePath: string): KnownFile | undefined
  /** The project changed, its newest state has this serial: what was read before is dropped. */
  forget(projectName: string, serial: bigint): void
  forgetAll(): void
}

/** Names whose newest serial is remembered, so that no state goes back in time. */
const REMEMBERED_NAMES = 10_000

/**
 * Rows of served files in memory, so that a hot file costs no query and known files are served on
 * while the database is away. Only what is there is kept: an upload makes a file known at once.
 * `maxFiles` bounds it; a file takes about half a kilobyte.
 */
export function createFileCache(
  load: (storagePath: string) => Promise<KnownFile | undefined>,
  maxFiles: number,
): FileCache {
  const pathsByProject = new Map<string, Set<string>>()
  const newest = new LRUCache<string, bigint>({ max: REMEMBERED_NAMES })
  const loading = new Map<string, Promise<KnownFile | undefined>>()
  const files = new LRUCache<string, KnownFile>({
    max: maxFiles,
    dispose: ({ projectName }, storagePath) => {
      const paths = pathsByProject.get(projectName)
      paths?.delete(storagePath)
      if (paths?.size === 0) pathsByProject.delete(projectName)
    },
  })

  const keep = (storagePath: string, file: KnownFile) => {
    if (file.serial < (newest.get(file.projectName) ?? 0n)) return
    files.set(storagePath, file)
    const paths = pathsByProject.get(file.projectName)
    if (paths === undefined) pathsByProject.set(file.projectName, new Set([storagePath]))
    else paths.add(storagePath)
  }
  const read = async (storagePath: string): Promise<KnownFile | undefined> => {
    const file = await load(storagePath)
    if (file !== undefined) keep(storagePath, file)
    return file
  }
  return {
    get: (storagePath) => {
      const file = files.get(storagePath)
      if (file !== undefined) return Promise.resolve(file)
      const running = loading.get(storagePath)
      if (running !== undefined) return running
      const started = read(storagePath).finally(() => {
        if (loading.get(storagePath) === started) loading.delete(storagePath)
      })
      loading.set(storagePath, started)
      return started
    },
    peek: (storagePath) => files.get(storagePath),
    forget: (projectName, serial) => {
      if (serial > (newest.get(projectName) ?? 0n)) newest.set(projectName, serial)
      // Deleting a path takes it out of the set that is walked, which is fine for a set.
      for (const storagePath of pathsByProject.get(projectName) ?? []) {
        if ((files.peek(storagePath)?.serial ?? serial) < serial) files.delete(storagePath)
      }
      // A read under way may have seen the row before the change, and its path tells no project.
      loading.clear()
    },
    forgetAll: () => {
      files.clear()
      loading.clear()
    },
  }
}
