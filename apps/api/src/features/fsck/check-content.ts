import { createHash } from 'node:crypto'
import { createBLAKE2b } from 'hash-wasm'
import type { CheckedFile, FileFault } from './check-files.ts'
import type { FsckRun } from './fsck-run.ts'

/** A file's bytes: there, of the right size and, in a deep run, with the right digests. */
export async function checkContent(
  run: FsckRun,
  file: CheckedFile,
): Promise<FileFault | undefined> {
  try {
    const size = await run.storage.measure(file.storagePath)
    if (size === undefined) return { kind: 'missing-content', detail: `no ${file.storagePath}` }
    if (BigInt(size) !== file.size) {
      return { kind: 'wrong-size', detail: `${size} bytes, not ${file.size}` }
    }
    if (!run.deep) return undefined
    const wrong = await findWrongDigests(run, file)
    if (wrong.length === 0) return undefined
    return { kind: 'wrong-digest', detail: `other content by its ${wrong.join(', ')}` }
  } catch (error) {
    return { kind: 'unreadable-content', detail: (error as Error).message }
  }
}

async function findWrongDigests({ storage }: FsckRun, file: CheckedFile): Promise<string[]> {
  const sha256 = createHash('sha256')
  const md5 = createHash('md5')
  const blake2b = (await createBLAKE2b(256)).init()
  const opened = await storage.open(file.storagePath)
  if (opened === undefined) throw new Error('gone since it was measured')
  for await (const chunk of opened.body as AsyncIterable<Buffer>) {
    sha256.update(chunk)
    md5.update(chunk)
    blake2b.update(chunk)
  }
  return [
    ...(sha256.digest('hex') === file.sha256 ? [] : ['SHA-256']),
    ...(blake2b.digest('hex') === file.blake2b256 ? [] : ['BLAKE2b-256']),
    ...(md5.digest('hex') === file.md5 ? [] : ['MD5']),
  ]
}
