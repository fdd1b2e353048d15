/** A file on its way in: on the storage's own filesystem, not visible to anybody. */
export type IncomingFile = {
  readonly path: string
  /** Syncs the content, makes it visible at `storagePath` and syncs the folder. Idempotent. */
  publish(storagePath: string): Promise<void>
  /** Removes what is left of it; never fails. */
  discard(): Promise<void>
}

/** Content-addressed, immutable files. Paths are `aa/bb/<60 hex>/<name>`. */
export type Storage = {
  receive(): Promise<IncomingFile>
  /** Writes a small file (a core-metadata sidecar) whole or not at all. */
  write(storagePath: string, bytes: Uint8Array): Promise<void>
  /** Folder to serve from, where the store is one. */
  readonly folder: string
  /** @throws Error when the storage cannot be reached. */
  check(): Promise<void>
}

/** There is no room left; nothing became visible. */
export class StorageFullError extends Error {
  override readonly name = 'StorageFullError'
}
