import { createWriteStream, type WriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Deps } from '../../deps.ts'
import type { Digests } from '../../infra/digests.ts'
import { toStorageError } from '../../infra/storage/storage-faults.ts'
import type { IncomingFile } from '../../infra/storage/storage.ts'
import { UploadRefusal } from './upload-refusal.ts'

/** A distribution that lies on disk, not yet judged. */
export type ReceivedFile = Digests & {
  readonly incoming: IncomingFile
  readonly filename: string
  /** Bytes. */
  readonly size: number
}

/**
 * Streams a file to the storage's own filesystem, its three digests following in a worker; the limit
 * (bytes) holds as they arrive.
 * @throws UploadRefusal `file-too-large`, StorageFullError, StorageAwayError, the signal's reason, or
 *   the stream's own error. Nothing is left on disk then.
 */
export async function hashStream(
  stream: Readable | AsyncIterable<Uint8Array>,
  filename: string,
  { storage, digests }: Pick<Deps, 'storage' | 'digests'>,
  maxFileSize: number,
  signal: AbortSignal,
): Promise<ReceivedFile> {
  const incoming = await storage.receive()
  const sink = createWriteStream(incoming.path, { flags: 'wx' })
  const followed = digests.follow(incoming.path)
  let size = 0
  async function* measure(source: AsyncIterable<Uint8Array>) {
    for await (const chunk of source) {
      size += chunk.length
      if (size > maxFileSize) throw fileTooLarge(maxFileSize)
      yield chunk
      followed.wrote(sink.bytesWritten)
    }
  }
  try {
    await pipeline(stream, measure, sink, { signal })
  } catch (error) {
    followed.giveUp()
    await closed(sink)
    await incoming.discard()
    if (signal.aborted) throw signal.reason
    throw toStorageError(error)
  }
  // Most files are stored in the end: the disk works while they are judged.
  incoming.settle()
  try {
    return { incoming, filename, size, ...(await followed.finish(size)) }
  } catch (error) {
    await incoming.discard()
    throw toStorageError(error)
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
