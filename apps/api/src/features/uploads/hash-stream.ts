import { createHash } from 'node:crypto'
import { createWriteStream, type WriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBLAKE2b } from 'hash-wasm'
import { toStorageError } from '../../infra/storage/storage-faults.ts'
import type { IncomingFile, Storage } from '../../infra/storage/storage.ts'
import { UploadRefusal } from './upload-refusal.ts'

/** A distribution that lies on disk, not yet judged. Digests are lower-case hex. */
export type ReceivedFile = {
  readonly incoming: IncomingFile
  readonly filename: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
  readonly md5: string
  readonly blake2b256: string
}

/**
 * Streams a file to the storage's own filesystem with its three digests running; the limit (bytes)
 * holds as they arrive.
 * @throws UploadRefusal `file-too-large`, StorageFullError, StorageAwayError, the signal's reason, or
 *   the stream's own error. Nothing is left on disk then.
 */
export async function hashStream(
  stream: Readable | AsyncIterable<Uint8Array>,
  filename: string,
  storage: Storage,
  maxFileSize: number,
  signal: AbortSignal,
): Promise<ReceivedFile> {
  const incoming = await storage.receive()
  const sha256 = createHash('sha256')
  const md5 = createHash('md5')
  const blake2b256 = (await createBLAKE2b(256)).init()
  let size = 0
  async function* digest(source: AsyncIterable<Uint8Array>) {
    for await (const chunk of source) {
      size += chunk.length
      if (size > maxFileSize) throw fileTooLarge(maxFileSize)
      sha256.update(chunk)
      md5.update(chunk)
      blake2b256.update(chunk)
      yield chunk
    }
  }
  const sink = createWriteStream(incoming.path, { flags: 'wx' })
  try {
    await pipeline(stream, digest, sink, { signal })
  } catch (error) {
    await closed(sink)
    await incoming.discard()
    if (signal.aborted) throw signal.reason
    throw toStorageError(error)
  }
  return {
    incoming,
    filename,
    size,
    sha256: sha256.digest('hex'),
    md5: md5.digest('hex'),
    blake2b256: blake2b256.digest('hex'),
  }
}

/** The pipeline may end while the file is still being opened: removed before that, it would stay. */
async function closed(sink: WriteStream): Promise<void> {
  if (sink.closed) return
  await new Promise<void>((resolve) => {
    sink.once('close', () => resolve())
    sink.destroy()
  })
}

/** @param limit bytes */
export function fileTooLarge(limit: number): UploadRefusal {
  return new UploadRefusal(
    400,
    'file-too-large',
    `File too large. Limit for this index is ${Math.floor(limit / 2 ** 20)} MB.`,
  )
}
