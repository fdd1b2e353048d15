import type { ReceivedContent } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import { fileTooLarge, hashStream, type ReceivedFile } from './hash-stream.ts'
import { UploadRefusal } from './upload-refusal.ts'

/**
 * Receives a file that comes without a form, gives it to `work`, and removes what is left of it
 * whatever happens.
 * @throws UploadRefusal for a file that is too large or was cut off, and what `work` throws.
 */
export async function withContent<Result>(
  deps: Deps,
  filename: string,
  content: ReceivedContent,
  work: (file: ReceivedFile) => Promise<Result>,
): Promise<Result> {
  const limit = deps.config.MAX_FILE_SIZE
  if ((content.declaredSize ?? 0) > limit) throw fileTooLarge(limit)
  const file = await deps.metrics.uploads.time('receive', () =>
    hashStream(untilCutOff(content.bytes), filename, deps, limit, NEVER),
  )
  try {
    return await work(file)
  } finally {
    await file.incoming.discard()
  }
}

/** A sender who goes away ends the stream itself. */
const NEVER = new AbortController().signal

async function* untilCutOff(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = bytes[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await reader.next().catch((cause: unknown) => {
        const refusal = new UploadRefusal(400, 'aborted', 'The upload was cut off')
        refusal.cause = cause
        throw refusal
      })
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await reader.return?.()
  }
}
