import type { Readable, Writable } from 'node:stream'

/** Where the core metadata of a stored wheel lies (PEP 658). */
export function sidecarOf(storagePath: string): string {
  return `${storagePath}.metadata`
}

/** A file on its way in: on a local disk, not visible to anybody. */
export type IncomingFile = {
  readonly path: string
  /** The content is complete: begins to make it lasting, so that `publish` waits the less for it. */
  settle(): void
  /**
   * Makes the content lasting and visible at `storagePath`, and before it the core metadata of a wheel
   * as its sidecar. Idempotent. `sha256` (hex) is that of the content: a store on the other side of a
   * network compares it with what arrived.
   */
  publish(storagePath: string, sha256: string, metadata?: Uint8Array): Promise<void>
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

/** Bytes `start` to `end`, both included. */
export type Span = { readonly start: number; readonly end: number }

/** A stored file that is open for reading; whoever has it reads `body` or destroys it. */
export type OpenedFile = {
  /** Bytes of the whole file, whatever part of it was asked for. */
  readonly size: number
  readonly body: Readable
  /**
   * In the place of reading `body`, where the storage can do with less: writes it to an answer and ends
   * that. Returns the bytes that were passed on, fewer when the client leaves. @throws Error when
   * reading fails
   */
  readonly sendTo?: (to: Writable) => Promise<number>
}

/** Content-addressed, immutable files. Paths are `aa/bb/<60 hex>/<name>`. */
export type Storage = {
  receive(): Promise<IncomingFile>
  /** Writes a small file (a core-metadata sidecar) whole or not at all; what was there is replaced. */
  write(storagePath: string, bytes: Uint8Array): Promise<void>
  /** @throws Error when the storage cannot be reached or not be written. */
  check(): Promise<void>
  /** Bytes of a stored file; undefined when there is none. @throws StorageAwayError */
  measure(storagePath: string): Promise<number | undefined>
  /** Opens a stored file, or a part of it; undefined when there is none. @throws StorageAwayError */
  open(storagePath: string, span?: Span): Promise<OpenedFile | undefined>
  /** A stored file as a local one, for what needs a path; gone once `work` ends. */
  withLocalCopy<Result>(
    storagePath: string,
    work: (path: string) => Promise<Result>,
  ): Promise<Result>
  /** Everything that is stored, uploads under way left out; in no order, memory bounded. */
  list(): AsyncIterable<StoredFile>
  /** Uploads under way, and what is left of those whose process died. */
  listIncoming(): AsyncIterable<StoredFile>
  /**
   * Removes a file that was last written before `before`. An upload that stores the same content
   * at the same moment writes it anew: then it stays. Tells whether it was removed.
   */
  remove(storagePath: string, before: Date): Promise<boolean>
  close(): void
}

/** There is no room left; nothing became visible. */
export class StorageFullError extends Error {
  override readonly name = 'StorageFullError'
}

/** The storage is away, cannot be written or does not work; nothing became visible. */
export class StorageAwayError extends Error {
  override readonly name = 'StorageAwayError'
}
