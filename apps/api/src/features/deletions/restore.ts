import type { Deletion } from '@wheelhouse/database'
import type { Tx } from '../../infra/db/database.ts'
import type { Change } from '../simple-index/advance-index.ts'
import type { MaybeDeletedProject } from './deletions.queries.ts'
import { giveFilesBack } from './take-files.ts'

export type Restored = {
  /** What the journal says of it, in order. */
  readonly changes: readonly Pick<Change, 'action' | 'version' | 'filename'>[]
  readonly sortKeys: readonly string[]
  readonly fileCount: number
}

/** Makes the rows that a deletion took published again, and nothing else. */
export async function restore(
  tx: Tx,
  project: MaybeDeletedProject,
  deletion: Deletion,
): Promise<Restored> {
  const mine = { projectId: project.id, deletionId: deletion.id }
  const releases = await tx.release.findMany({
    where: mine,
    select: { version: true },
    orderBy: { sortKey: 'asc' },
  })
  await tx.release.updateMany({
    where: mine,
    data: { state: 'published', deletedAt: null, deletionId: null },
  })
  const files = await giveFilesBack(tx, project.id, deletion.id)
  if (deletion.kind === 'project') {
    await tx.project.update({
      where: { id: project.id },
      data: { visibility: deletion.visibility!, deletionId: null },
    })
  }
  return {
    changes: [
      ...(deletion.kind === 'project' ? [{ action: 'create project' as const }] : []),
      ...releases.map(({ version }) => ({ action: 'add release' as const, version })),
      ...files.map(({ version, filename }) => ({
        action: 'add file' as const,
        version,
        filename,
      })),
    ],
    sortKeys: files.map(({ sortKey }) => sortKey),
    fileCount: files.length,
  }
}
