import type { Deps } from '../../deps.ts'
import { FINDING_KINDS, type Finding, type FindingKind, type Repair } from './finding.ts'

export type FsckDeps = Pick<Deps, 'db' | 'storage' | 'inspection' | 'clock' | 'pages'>

export type FsckOptions = {
  /** Read every file and compare its digests. */
  readonly deep?: boolean
  readonly repairs?: ReadonlySet<Repair>
  /** Only these projects, by normalized name; the storage's and the index's own checks are left out. */
  readonly projects?: readonly string[]
  /** Stored content without a row is left alone until it is as old as this (milliseconds). */
  readonly graceMs?: number
  /** Called for each finding, in the order they are found. */
  readonly onFinding?: (finding: Finding) => void
  /** Called now and then with what was looked at so far. */
  readonly onProgress?: (counts: Readonly<FsckCounts>) => void
}

export type FsckCounts = {
  projects: number
  files: number
  stored: number
  recent: number
  findings: number
  repaired: number
}

/** An upload takes minutes at most between its storing and its commit. */
const DEFAULT_GRACE_MS = 24 * 60 * 60 * 1000

/** What the checks of one run share. */
export type FsckRun = FsckDeps & {
  readonly deep: boolean
  readonly graceMs: number
  readonly counts: FsckCounts
  mends(repair: Repair): boolean
  report(
    kind: FindingKind,
    about: { project?: string; filename?: string },
    detail: string,
    repaired?: boolean,
  ): void
  progress(): void
}

export function startRun(deps: FsckDeps, options: FsckOptions): FsckRun {
  const counts = { projects: 0, files: 0, stored: 0, recent: 0, findings: 0, repaired: 0 }
  const { db, storage, inspection, clock, pages } = deps
  return {
    db,
    storage,
    inspection,
    clock,
    pages,
    deep: options.deep ?? false,
    graceMs: options.graceMs ?? DEFAULT_GRACE_MS,
    counts,
    mends: (repair) => options.repairs?.has(repair) ?? false,
    report: (kind, { project = null, filename = null }, detail, repaired = false) => {
      counts.findings += 1
      if (repaired) counts.repaired += 1
      options.onFinding?.({
        kind,
        severity: FINDING_KINDS[kind],
        project,
        filename,
        detail,
        repaired,
      })
    },
    progress: () => options.onProgress?.(counts),
  }
}
