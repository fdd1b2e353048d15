import {
  canonicalVersion,
  isPrerelease,
  parseVersion,
  versionSortKey,
} from '@wheelhouse/shared-types/python'
import type { Db, Tx } from '../../infra/db/database.ts'
import type { CheckedProject } from './fsck.queries.ts'
import type { FsckRun } from './fsck-run.ts'
import { rewriteWholePage } from './rewrite-whole-page.ts'

const RELEASES_AT_ONCE = 500

type Release = {
  id: string
  projectId: string
  version: string
  canonicalVersion: string
  sortKey: string
  isPrerelease: boolean
  files: { id: string; filename: string; sortKey: string }[]
}

/** The keys that order releases and files, against the versions and names that they are made of. */
export async function checkSortKeys(
  run: FsckRun,
  projects: readonly CheckedProject[],
): Promise<void> {
  const byId = new Map(projects.map((project) => [project.id, project]))
  const faulty = new Map<CheckedProject, string[]>()
  for await (const release of readReleases(run.db, [...byId.keys()])) {
    const project = byId.get(release.projectId)!
    const version = parseVersion(release.version)
    if (version === undefined || canonicalVersion(version) !== release.canonicalVersion) {
      const detail = `'${release.version}' is kept as '${release.canonicalVersion}'`
      run.report('wrong-version', { project: project.normalizedName }, detail)
      continue
    }
    const faults = findWrongKeys(release)
    if (faults.length > 0) faulty.set(project, [...(faulty.get(project) ?? []), ...faults])
  }
  for (const [project, details] of faulty) {
    const repaired = run.mends('pages') && (await repairSortKeys(run, project))
    for (const detail of details) {
      run.report('wrong-sort-key', { project: project.normalizedName }, detail, repaired)
    }
  }
}

async function* readReleases(
  db: Db | Tx,
  projectIds: readonly string[],
): AsyncGenerator<Release, void, undefined> {
  let after: string | undefined
  for (;;) {
    const releases: Release[] = await db.release.findMany({
      where: {
        projectId: { in: [...projectIds] },
        ...(after === undefined ? {} : { id: { gt: after } }),
      },
      select: {
        id: true,
        projectId: true,
        version: true,
        canonicalVersion: true,
        sortKey: true,
        isPrerelease: true,
        files: { select: { id: true, filename: true, sortKey: true } },
      },
      orderBy: { id: 'asc' },
      take: RELEASES_AT_ONCE,
    })
    if (releases.length === 0) return
    yield* releases
    after = releases.at(-1)!.id
  }
}

function findWrongKeys(release: Release): string[] {
  const version = parseVersion(release.version)!
  const sortKey = versionSortKey(version)
  const faults: string[] = []
  if (release.sortKey !== sortKey || release.isPrerelease !== isPrerelease(version)) {
    faults.push(`release ${release.version} is out of order`)
  }
  for (const file of release.files) {
    if (file.sortKey !== `${sortKey} ${file.filename}`)
      faults.push(`${file.filename} is out of order`)
  }
  return faults
}

async function repairSortKeys(run: FsckRun, { id }: CheckedProject): Promise<boolean> {
  return rewriteWholePage(run, id, async (tx) => {
    for await (const release of readReleases(tx, [id])) {
      const version = parseVersion(release.version)
      if (version === undefined || findWrongKeys(release).length === 0) continue
      const sortKey = versionSortKey(version)
      await tx.release.update({
        where: { id: release.id },
        data: { sortKey, isPrerelease: isPrerelease(version) },
      })
      for (const file of release.files) {
        await tx.file.update({
          where: { id: file.id },
          data: { sortKey: `${sortKey} ${file.filename}` },
        })
      }
    }
  })
}
