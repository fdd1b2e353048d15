import type { StoredFile } from '../../infra/storage/storage.ts'
import type { FsckRun } from './fsck-run.ts'

const PATHS_AT_ONCE = 500
/** Content, or with `.metadata` its sidecar; the first group is the path that a row names. */
const STORED = /^([0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{60}\/[^/]+?)(\.metadata)?$/
const DAY_MS = 24 * 60 * 60 * 1000

/** From the storage to the rows: everything that lies there is named by one, or is an upload under way. */
export async function checkStorage(run: FsckRun): Promise<void> {
  let batch: StoredFile[] = []
  for await (const file of run.storage.list()) {
    batch.push(file)
    if (batch.length < PATHS_AT_ONCE) continue
    await checkBatch(run, batch)
    batch = []
  }
  await checkBatch(run, batch)
  await checkIncoming(run)
}

async function checkBatch(run: FsckRun, batch: readonly StoredFile[]): Promise<void> {
  const named = batch.map((file) => ({ file, match: STORED.exec(file.storagePath) }))
  const rows = await run.db.file.findMany({
    where: { storagePath: { in: named.flatMap(({ match }) => match?.[1] ?? []) } },
    select: { storagePath: true, metadataSha256: true },
  })
  const byPath = new Map(rows.map((row) => [row.storagePath, row]))
  for (const { file, match } of named) {
    if (match === null) {
      run.report('stray-file', { filename: file.storagePath }, 'not a path of this store')
      continue
    }
    const row = byPath.get(match[1]!)
    const isNamed = row !== undefined && (match[2] === undefined || row.metadataSha256 !== null)
    if (!isNamed) await judgeOrphan(run, file)
  }
  run.counts.stored += batch.length
  run.progress()
}

/** A young one may belong to an upload that is about to commit. */
async function judgeOrphan(run: FsckRun, file: StoredFile): Promise<void> {
  const before = new Date(Date.now() - run.graceMs)
  if (file.modifiedAt >= before) {
    run.counts.recent += 1
    return
  }
  const repaired = run.mends('orphans') && (await run.storage.remove(file.storagePath, before))
  const detail = `${file.size} bytes that no row names, of ${file.modifiedAt.toISOString()}`
  run.report('orphan', { filename: file.storagePath }, detail, repaired)
}

async function checkIncoming(run: FsckRun): Promise<void> {
  const before = new Date(Date.now() - Math.max(run.graceMs, DAY_MS))
  for await (const file of run.storage.listIncoming()) {
    if (file.modifiedAt >= before) continue
    const repaired = run.mends('orphans') && (await run.storage.remove(file.storagePath, before))
    const detail = `${file.size} bytes, left by a process that died`
    run.report('abandoned-upload', { filename: file.storagePath }, detail, repaired)
  }
}
