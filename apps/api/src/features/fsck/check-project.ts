import { normalizeName, ultraNormalizeName } from '@wheelhouse/shared-types/python'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { refreshLatest } from '../projects/refresh-latest.ts'
import type { FindingKind } from './finding.ts'
import { lockForRepair, type CheckedProject } from './fsck.queries.ts'
import type { FsckRun } from './fsck-run.ts'

type Fault = { kind: FindingKind; detail: string }

/** A project's own columns: names, owner, total size, newest version. Its row is of one moment. */
export async function checkProject(run: FsckRun, project: CheckedProject): Promise<void> {
  const about = { project: project.normalizedName }
  for (const { kind, detail } of findLasting(project)) run.report(kind, about, detail)
  const derived = findDerived(project)
  if (derived.length === 0) return
  const repaired = run.mends('totals') && (await repairDerived(run, project.id))
  for (const { kind, detail } of derived) run.report(kind, about, detail, repaired)
}

/** What only a person can put right. */
function findLasting(project: CheckedProject): Fault[] {
  const faults: Fault[] = []
  const { name, normalizedName, foldedName } = project
  if (normalizedName !== normalizeName(name)) {
    faults.push({ kind: 'wrong-name', detail: `'${name}' is stored as '${normalizedName}'` })
  }
  if (foldedName !== ultraNormalizeName(name)) {
    faults.push({ kind: 'wrong-name', detail: `'${name}' is compared as '${foldedName}'` })
  }
  if (project.origin === 'hosted' && !project.hasOwner) {
    faults.push({ kind: 'no-owner', detail: 'nobody owns the project' })
  }
  return faults
}

function findDerived(project: CheckedProject): Fault[] {
  const faults: Fault[] = []
  const { totalSize, realSize, latestVersion, realVersion, summary, realSummary } = project
  if (totalSize !== realSize) {
    const detail = `its files have ${realSize} bytes, the project says ${totalSize}`
    faults.push({ kind: 'wrong-total', detail })
  }
  if (latestVersion !== realVersion) {
    const detail = `the newest version is ${realVersion}, the project says ${latestVersion}`
    faults.push({ kind: 'wrong-latest', detail })
  } else if (summary !== realSummary) {
    faults.push({ kind: 'wrong-latest', detail: `the summary is not that of ${realVersion}` })
  }
  return faults
}

async function repairDerived({ db }: FsckRun, id: string): Promise<boolean> {
  return withTransaction(db, async (tx) => {
    const project = await lockForRepair(tx, id)
    if (project === undefined) return false
    await tx.project.update({ where: { id }, data: { totalSize: project.realSize } })
    await refreshLatest(tx, id)
    return true
  })
}
