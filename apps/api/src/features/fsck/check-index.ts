import { checkDuplicates } from './check-duplicates.ts'
import { checkFiles } from './check-files.ts'
import { checkPages, checkStrayPages } from './check-pages.ts'
import { checkProject } from './check-project.ts'
import { checkSerials } from './check-serials.ts'
import { checkSortKeys } from './check-sort-keys.ts'
import { checkStorage } from './check-storage.ts'
import type { FsckSummary } from './finding.ts'
import { readProjects } from './fsck.queries.ts'
import { startRun, type FsckDeps, type FsckOptions } from './fsck-run.ts'

/**
 * Compares the database with the storage, both ways, and what is derived in the database with what
 * it is derived from. Rows and folders are read in runs, so memory stays bounded; a server may run
 * beside it: what looks wrong is looked at again under the project's lock, and repairs hold it.
 * @throws Error when database or storage cannot be read.
 */
export async function checkIndex(deps: FsckDeps, options: FsckOptions = {}): Promise<FsckSummary> {
  const run = startRun(deps, options)
  await run.storage.check()
  const whole = options.projects === undefined
  if (whole) {
    await checkSerials(run)
    await checkDuplicates(run)
    await checkStrayPages(run)
  }
  for await (const projects of readProjects(run.db, options.projects)) {
    for (const project of projects) await checkProject(run, project)
    // Before the pages: their order comes from these keys.
    await checkSortKeys(run, projects)
    await checkPages(run, projects)
    await checkFiles(run, projects)
    run.counts.projects += projects.length
    run.progress()
  }
  if (whole) await checkStorage(run)
  return run.counts
}
