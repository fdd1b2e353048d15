import { randomUUID } from 'node:crypto'
import type { Db, Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { SYSTEM } from '../events/record-event.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { provenancePathOf } from '../integrity/provenance-path.ts'
import { renderHtmlFiles, renderJsonFiles } from '../simple-index/render-files.ts'
import { SIMPLE_VIEW } from '../simple-index/rewrite-pages.ts'
import { lockForRepair, type CheckedProject } from './fsck.queries.ts'
import type { FsckRun } from './fsck-run.ts'
import { rewriteWholePage } from './rewrite-whole-page.ts'

/** Stored simple pages against a rendering from scratch, and their serials. */
export async function checkPages(run: FsckRun, projects: readonly CheckedProject[]): Promise<void> {
  for (const project of projects) {
    if ((await findFault(run.db, project)) !== undefined) await judgePage(run, project)
  }
}

type PageFault = { kind: 'wrong-page' | 'wrong-serial'; detail: string }

/** A change may have come in between: only what is wrong under the project's lock is wrong. */
async function judgePage(run: FsckRun, { id, normalizedName }: CheckedProject): Promise<void> {
  let fault: PageFault | undefined
  const look = async (tx: Tx, project: CheckedProject) => {
    fault = await findFault(tx, project)
    return fault !== undefined
  }
  let repaired = false
  if (run.mends('pages')) {
    repaired = await rewriteWholePage(run, id, undefined, look)
  } else {
    await withTransaction(run.db, async (tx) => {
      const project = await lockForRepair(tx, id)
      if (project !== undefined) await look(tx, project)
    })
  }
  if (fault !== undefined) {
    run.report(fault.kind, { project: normalizedName }, fault.detail, repaired)
  }
}

async function findFault(db: Db | Tx, project: CheckedProject): Promise<PageFault | undefined> {
  if (project.isDeleted) return findPageOfDeleted(db, project)
  const head = await findHeadFault(db, project)
  const detail = head ?? (await findFragmentFault(db, project))
  if (detail !== undefined) return { kind: 'wrong-page', detail }
  const serial = findSerialFault(project)
  return serial === undefined ? undefined : { kind: 'wrong-serial', detail: serial }
}

/** Whatever is stored of a deleted project's page could be served. */
async function findPageOfDeleted(
  db: Db | Tx,
  { id }: CheckedProject,
): Promise<PageFault | undefined> {
  const where = { projectId: id }
  const stored = (await db.simplePage.count({ where })) + (await db.simpleFragment.count({ where }))
  return stored === 0 ? undefined : { kind: 'wrong-page', detail: 'it is deleted and has a page' }
}

function findSerialFault(project: CheckedProject): string | undefined {
  const { serial, clock, journalSerial, pageSerial } = project
  if (clock !== null && serial > clock) return `its serial ${serial} is above the clock's ${clock}`
  if (pageSerial !== serial) return `its page has serial ${pageSerial}, the project ${serial}`
  if (journalSerial !== null && journalSerial !== serial) {
    return `its newest journal entry has serial ${journalSerial}, the project ${serial}`
  }
  return undefined
}

async function findHeadFault(
  db: Db | Tx,
  { id, normalizedName: name }: CheckedProject,
): Promise<string | undefined> {
  const [head, project, releases] = [
    await db.simplePage.findUnique({ where: { view_name: { view: SIMPLE_VIEW, name } } }),
    await db.project.findUnique({ where: { id } }),
    await db.release.findMany({
      where: { projectId: id, state: 'published', files: { some: { state: 'published' } } },
      select: { version: true },
      orderBy: { sortKey: 'asc' },
    }),
  ]
  if (head === null || project === null) return 'the page is missing'
  const asStored = [head.projectId, head.status, head.statusReason, head.isPublic, head.versions]
  const asIs = [
    id,
    project.status,
    project.statusWords,
    project.visibility === 'public',
    releases.map((release) => release.version),
  ]
  const same = JSON.stringify(asStored) === JSON.stringify(asIs)
  return same ? undefined : `the page says ${JSON.stringify(asStored)}, not ${JSON.stringify(asIs)}`
}

/** Each fragment holds the listed files from its first key up to that of the next. */
async function findFragmentFault(
  db: Db | Tx,
  project: CheckedProject,
): Promise<string | undefined> {
  const { id: projectId } = project
  const starts = await db.simpleFragment.findMany({
    where: { projectId },
    select: { firstKey: true },
    orderBy: { firstKey: 'asc' },
  })
  const keys = starts.map(({ firstKey }) => firstKey)
  if (keys[0] === undefined) return 'the list of files is missing'
  if ((await readListed(db, project, undefined, keys[0])).length > 0) {
    return 'files before the first of the list are missing in it'
  }
  for (const [index, firstKey] of keys.entries()) {
    const files = await readListed(db, project, firstKey, keys[index + 1])
    const stored = await db.simpleFragment.findUnique({
      where: { projectId_firstKey: { projectId, firstKey } },
    })
    const same =
      stored !== null &&
      stored.fileCount === files.length &&
      stored.html === renderHtmlFiles(files) &&
      stored.json === renderJsonFiles(files)
    if (!same) {
      const where = keys.length === 1 ? 'its list of files' : `the part from '${firstKey}'`
      return `${where} is not what its ${files.length} files give`
    }
  }
  return undefined
}

async function readListed(
  db: Db | Tx,
  { id: projectId, normalizedName }: CheckedProject,
  from: string | undefined,
  to: string | undefined,
) {
  const files = await db.file.findMany({
    where: {
      projectId,
      state: 'published',
      release: { state: 'published' },
      sortKey: {
        ...(from === undefined ? {} : { gte: from }),
        ...(to === undefined ? {} : { lt: to }),
      },
    },
    include: {
      release: { select: { version: true, yankedAt: true, yankedReason: true } },
      provenance: { select: { fileId: true } },
    },
    orderBy: { sortKey: 'asc' },
  })
  return files.map((file) => ({
    ...file,
    yanked: file.release.yankedAt !== null,
    yankedReason: file.release.yankedReason,
    provenancePath:
      file.provenance === null
        ? null
        : provenancePathOf(normalizedName, {
            version: file.release.version,
            filename: file.filename,
          }),
  }))
}

/** Pages of projects that are gone. */
export async function checkStrayPages(run: FsckRun): Promise<void> {
  const strays = await run.db.$queryRaw<{ name: string }[]>`
    SELECT name FROM simple_pages AS page
    WHERE view = ${SIMPLE_VIEW} AND NOT EXISTS (
      SELECT 1 FROM projects WHERE normalized_name = page.name
    ) ORDER BY name LIMIT 1000`
  for (const { name } of strays) {
    const repaired = run.mends('pages')
    if (repaired) await removePage(run, name)
    run.report('stray-page', { project: name }, 'there is a page but no project', repaired)
  }
}

async function removePage({ db, clock, pages }: FsckRun, name: string): Promise<void> {
  const serial = await withTransaction(db, async (tx) => {
    await tx.simplePage.delete({ where: { view_name: { view: SIMPLE_VIEW, name } } })
    // The journal names it, so that every process drops it; no project is to be stamped.
    const project = { id: randomUUID(), normalizedName: name }
    const at = clock.now()
    return advanceIndex(tx, [{ project, action: 'rewrite page', actor: SYSTEM.name, at }])
  })
  pages.forget(name, serial)
}
