import { findProvenanceFault } from '../attestations/check-provenance.ts'
import type { CheckedFile } from './check-files.ts'
import type { FsckRun } from './fsck-run.ts'

/** Each is some ten kB. */
const PROVENANCES_AT_ONCE = 50

/** The provenances that are stored for files are about these files. */
export async function checkProvenances(run: FsckRun, files: readonly CheckedFile[]): Promise<void> {
  for (let from = 0; from < files.length; from += PROVENANCES_AT_ONCE) {
    const some = new Map(
      files.slice(from, from + PROVENANCES_AT_ONCE).map((file) => [file.id, file]),
    )
    const rows = await run.db.provenance.findMany({
      where: { fileId: { in: [...some.keys()] } },
      orderBy: { fileId: 'asc' },
    })
    for (const row of rows) {
      const { project, filename, sha256 } = some.get(row.fileId)!
      const fault = findProvenanceFault(row, { filename, sha256 })
      if (fault !== undefined) run.report('wrong-provenance', { project, filename }, fault)
    }
  }
}
