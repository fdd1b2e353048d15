import type { Prisma } from '@wheelhouse/database'
import { storagePathOf } from '../uploads/publish-distribution.ts'
import { checkContent } from './check-content.ts'
import { checkProvenances } from './check-provenances.ts'
import { checkSidecar } from './check-sidecar.ts'
import type { CheckedProject } from './fsck.queries.ts'
import type { FindingKind } from './finding.ts'
import type { FsckRun } from './fsck-run.ts'

const FILES_AT_ONCE = 500
/** Files that are looked at side by side; reading them whole is heavier. */
const SIDE_BY_SIDE = 16
const SIDE_BY_SIDE_DEEP = 2

const COLUMNS = {
  id: true,
  projectId: true,
  filename: true,
  state: true,
  deletedAt: true,
  size: true,
  sha256: true,
  blake2b256: true,
  md5: true,
  storagePath: true,
  metadataSha256: true,
} as const satisfies Prisma.FileSelect

export type CheckedFile = Prisma.FileGetPayload<{ select: typeof COLUMNS }> & { project: string }

export type FileFault = { kind: FindingKind; detail: string; repaired?: boolean }

/** From the rows to the storage: every file that is published is there, whole, with its sidecar. */
export async function checkFiles(run: FsckRun, projects: readonly CheckedProject[]): Promise<void> {
  const names = new Map(projects.map(({ id, normalizedName }) => [id, normalizedName]))
  let after: string | undefined
  for (;;) {
    const rows = await run.db.file.findMany({
      where: {
        projectId: { in: [...names.keys()] },
        ...(after === undefined ? {} : { id: { gt: after } }),
      },
      select: COLUMNS,
      orderBy: { id: 'asc' },
      take: FILES_AT_ONCE,
    })
    if (rows.length === 0) return
    const files = rows.map((row) => ({ ...row, project: names.get(row.projectId)! }))
    await checkStates(run, files)
    await checkProvenances(run, files)
    const width = run.deep ? SIDE_BY_SIDE_DEEP : SIDE_BY_SIDE
    for (let from = 0; from < files.length; from += width) {
      const some = files.slice(from, from + width)
      const faults = await Promise.all(some.map((file) => findFaults(run, file)))
      for (const [index, file] of some.entries()) report(run, file, faults[index]!)
      run.counts.files += some.length
      run.progress()
    }
    after = rows.at(-1)!.id
  }
}

function report(run: FsckRun, { project, filename }: CheckedFile, faults: FileFault[]): void {
  for (const { kind, detail, repaired } of faults) {
    run.report(kind, { project, filename }, detail, repaired)
  }
}

async function findFaults(run: FsckRun, file: CheckedFile): Promise<FileFault[]> {
  if (file.state === 'deleted') return []
  const faults: FileFault[] = []
  if (file.storagePath !== storagePathOf(file.blake2b256, file.filename)) {
    faults.push({ kind: 'wrong-path', detail: `it is kept at ${file.storagePath}` })
  }
  const content = await checkContent(run, file)
  if (content !== undefined) faults.push(content)
  const sidecar = await checkSidecar(run, file, content === undefined)
  if (sidecar !== undefined) faults.push(sidecar)
  if (faults.length === 0) return faults
  // It may have been deleted since its row was read.
  const now = await run.db.file.findUnique({ where: { id: file.id }, select: { state: true } })
  return now === null || now.state === 'deleted' ? [] : faults
}

/** Deleted files say when, and their names are not to be had again. */
async function checkStates(run: FsckRun, files: readonly CheckedFile[]): Promise<void> {
  const deleted = files.filter((file) => file.state === 'deleted')
  for (const { project, filename, state, deletedAt } of files) {
    if ((state === 'deleted') === (deletedAt !== null)) continue
    const detail = `it is ${state}, deleted ${deletedAt?.toISOString() ?? 'never'}`
    run.report('wrong-state', { project, filename }, detail)
  }
  if (deleted.length === 0) return
  const rows = await run.db.burntFilename.findMany({
    where: { filename: { in: deleted.map(({ filename }) => filename) } },
    select: { filename: true },
  })
  const burnt = new Set(rows.map(({ filename }) => filename))
  for (const { project, filename } of deleted) {
    if (burnt.has(filename)) continue
    run.report('wrong-state', { project, filename }, 'it is deleted, but its name is not burnt')
  }
}
