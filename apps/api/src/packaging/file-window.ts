import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { PackagingError } from './packaging-error.ts'

const WINDOW = 64 * 1024
const CHUNK = 64 * 1024

/**
 * Random reads of an archive through one small buffer, so that walking 100,000 records costs few
 * system calls and no memory. Synchronous: inspection runs in a worker thread.
 */
export class FileWindow {
  readonly fd: number
  readonly size: number
  #start = 0
  #window: Uint8Array = new Uint8Array(0)

  constructor(path: string) {
    this.fd = openSync(path, 'r')
    this.size = fstatSync(this.fd).size
  }

  /**
   * The bytes at `offset`; valid until the next call.
   * @throws PackagingError `zip-truncated` when the file ends before
   */
  bytes(offset: number, length: number): Uint8Array {
    if (offset < 0 || offset + length > this.size) {
      throw new PackagingError(
        'zip-truncated',
        'ZIP archive not accepted: it ends in the middle of a record; upload the whole file.',
      )
    }
    const inside = offset >= this.#start && offset + length <= this.#start + this.#window.length
    if (!inside) {
      const wanted = Math.min(Math.max(length, WINDOW), this.size - offset)
      this.#window = this.#read(offset, wanted)
      this.#start = offset
    }
    return this.#window.subarray(offset - this.#start, offset - this.#start + length)
  }

  /** A fresh copy of the bytes at `offset`. */
  copy(offset: number, length: number): Uint8Array {
    return length > WINDOW ? this.#read(offset, length) : this.bytes(offset, length).slice()
  }

  /**
   * The bytes from `offset` on, in pieces that are valid until the next one is asked for: the source
   * of a pipeline. (A read stream would close the descriptor when the pipeline fails.)
   */
  *chunks(offset: number, length: number): Generator<Uint8Array, void, void> {
    const buffer = new Uint8Array(Math.min(CHUNK, length))
    const end = offset + length
    for (let position = offset; position < end; position += CHUNK) {
      const piece = buffer.subarray(0, Math.min(CHUNK, end - position))
      this.#fill(piece, position)
      yield piece
    }
  }

  #read(offset: number, length: number): Uint8Array {
    const buffer = new Uint8Array(length)
    this.#fill(buffer, offset)
    return buffer
  }

  #fill(buffer: Uint8Array, offset: number): void {
    let filled = 0
    while (filled < buffer.length) {
      const count = readSync(this.fd, buffer, filled, buffer.length - filled, offset + filled)
      if (count === 0)
        throw new PackagingError('zip-truncated', 'The file became shorter while it was read.')
      filled += count
    }
  }

  close(): void {
    closeSync(this.fd)
  }
}

/** Little-endian reader over a few bytes of a record. */
export function recordView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
