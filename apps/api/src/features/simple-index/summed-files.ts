import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { constants, createBrotliCompress, createGzip, createZstdCompress } from 'node:zlib'
import { etagOf, type Coding } from '../../http/variants.ts'

export type SummedFile = {
  append(text: string): Promise<void>
  /** Of all that was appended. */
  etag(): string
  close(): Promise<void>
}

/**
 * A new file that is summed up while it is written. The bytes alone tell one root index from another:
 * projects are read after the serial, so that two hosts can have the same one and not the same index.
 */
export async function openSummed(path: string): Promise<SummedFile> {
  const file = await open(path, 'w')
  const sum = createHash('sha256')
  return {
    append: async (text) => {
      const bytes = Buffer.from(text)
      sum.update(bytes)
      await file.appendFile(bytes)
    },
    etag: () => etagOf(sum),
    close: () => file.close(),
  }
}

/** At quick levels: the longer a build takes, the older an index may become. */
const PACKERS = {
  gzip: () => createGzip({ level: 4 }),
  br: () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  zstd: () => createZstdCompress(),
}

/**
 * Writes `source` in another coding to `target`; nothing of either stays in memory.
 * @returns the ETag of what was written.
 */
export async function writePacked(
  source: string,
  target: string,
  coding: Exclude<Coding, 'identity'>,
): Promise<string> {
  const sum = createHash('sha256')
  await pipeline(
    createReadStream(source),
    PACKERS[coding](),
    async function* (packed: AsyncIterable<Buffer>) {
      for await (const chunk of packed) {
        sum.update(chunk)
        yield chunk
      }
    },
    createWriteStream(target),
  )
  return etagOf(sum)
}
