import type { Readable } from 'node:stream'

/** A file on its way in: on the storage's own filesystem, not visible to anybody. */
export type IncomingFile = {
  readonly path: string
  /** Syncs the content, makes it visible at `storagePath` and syncs the folders. Idempotent. */
  publish(storagePath: string): Promise<void>
  /** Removes what is left of it; never fails. */
  discard(): Promise<void>
}

/** Something that lies in the storage. */
export type StoredFile = {
  /** Relative to the storage, with slashes. */
  readonly storagePath: string
  /** Bytes. */
  readonly size: number
  readonly modifiedAt: Date
}

/** Content-addressed, immutable files. Paths are `aa/bb/<60 hex>/<name>`. */
export type Storage = {
  receive(): Promise<IncomingFile>
  /** Writes a small file (a core-metadata sidecar) whole or not at all; what was there is replaced. */
  write(storagePath: string, bytes: Uint8Array): Promise<void>
  /** Folder to serve from, where the store is one. */
  readonly folder: string
  /** @throws Error when the storage cannot be reached or not be written. */
  check(): Promise<void>
  /** Bytes of a stored file; undefined when there is none. */
  measure(storagePath: string): Promise<number | undefined>
  read(storagePath: string): Readable
  /** Everything that is stored, uploads under way left out; in no order, memory bounded. */
  list(): AsyncIterable<StoredFile>
  /** Uploads under way, and what is left of those whose process died. */
  listIncoming(): AsyncIterable<StoredFile>
  /**
   * Removes a file that was last written before `before`. An upload that stores the same content
   * at the same moment writes it anew: then it stays. Tells whether it was removed.
   */
  remove(storagePath: string, before: Date): Promise<boolean>
}

/** There is no room left; nothing became visible. */
export class StorageFullError extends Error {
  override readonly name = 'StorageFullError'
}

/** The storage is away, cannot be written or does not work; nothing became visible. */
export class StorageAwayError extends Error {
  override readonly name = 'StorageAwayError'
}
