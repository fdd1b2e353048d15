import { createHash } from 'node:crypto'
import { sidecarOf } from '../../infra/storage/storage.ts'
import type { CheckedFile, FileFault } from './check-files.ts'
import type { FsckRun } from './fsck-run.ts'

/**
 * The core-metadata sidecar of a file that promises one (PEP 658). It can be taken from the wheel
 * again where that is whole (`contentIsGood`).
 */
export async function checkSidecar(
  run: FsckRun,
  file: CheckedFile,
  contentIsGood: boolean,
): Promise<FileFault | undefined> {
  if (file.metadataSha256 === null) return undefined
  const fault = await findFault(run, file)
  if (fault === undefined || !run.mends('missing-metadata')) return fault
  if (!contentIsGood) return fault
  const obstacle = await repairSidecar(run, file)
  return obstacle === undefined
    ? { ...fault, repaired: true }
    : { ...fault, detail: `${fault.detail}; not repaired: ${obstacle}` }
}

async function findFault(
  { storage }: FsckRun,
  { storagePath, metadataSha256 }: CheckedFile,
): Promise<FileFault | undefined> {
  const path = sidecarOf(storagePath)
  try {
    const opened = await storage.open(path)
    if (opened === undefined) return { kind: 'missing-metadata', detail: `no ${path}` }
    const digest = createHash('sha256')
    for await (const chunk of opened.body as AsyncIterable<Buffer>) digest.update(chunk)
    if (digest.digest('hex') === metadataSha256) return undefined
    return { kind: 'wrong-metadata', detail: 'other content by its SHA-256' }
  } catch (error) {
    return { kind: 'wrong-metadata', detail: (error as Error).message }
  }
}

/** What stands in the way; undefined once it is written. */
async function repairSidecar(
  { storage, inspection }: FsckRun,
  { storagePath, filename, metadataSha256 }: CheckedFile,
): Promise<string | undefined> {
  try {
    const { metadataBytes } = await storage.withLocalCopy(storagePath, (path) =>
      inspection.inspect({ path, filename }),
    )
    if (metadataBytes === undefined) return 'the file has no core metadata'
    const digest = createHash('sha256').update(metadataBytes).digest('hex')
    if (digest !== metadataSha256) return "the file's own core metadata has another SHA-256"
    await storage.write(sidecarOf(storagePath), metadataBytes)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
