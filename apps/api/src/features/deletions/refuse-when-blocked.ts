import type { Deletion } from '@wheelhouse/database'
import { ProblemError, type UndoObstacle } from '@wheelhouse/shared-types'
import type { Config } from '../../config.ts'
import type { Tx } from '../../infra/db/database.ts'
import { isThere } from '../projects/projects.queries.ts'
import type { MaybeDeletedProject } from './deletions.queries.ts'
import { sizeOfTaken } from './take-files.ts'

/**
 * Whether what came after a deletion leaves room for what it took.
 * @throws ProblemError `undo_blocked` with what is in the way.
 */
export async function refuseWhenBlocked(
  tx: Tx,
  { MAX_PROJECT_SIZE }: Pick<Config, 'MAX_PROJECT_SIZE'>,
  project: MaybeDeletedProject,
  deletion: Deletion,
): Promise<void> {
  if (deletion.kind === 'project') return
  if (!isThere(project)) {
    refuse('project-deleted', `The project ${project.name} is deleted; bring it back first`)
  }
  if (deletion.kind === 'file') await refuseFile(tx, deletion)
  else await refuseRelease(tx, deletion)
  const size = await sizeOfTaken(tx, project.id, deletion.id)
  if (project.totalSize + size > BigInt(MAX_PROJECT_SIZE)) {
    refuse('project-full', `With it ${project.name} would be larger than a project may be`)
  }
}

async function refuseFile(tx: Tx, { id, projectId }: Deletion): Promise<void> {
  const file = await tx.file.findFirstOrThrow({
    where: { projectId, deletionId: id },
    include: { release: true },
  })
  const { version, state } = file.release
  if (state === 'deleted') {
    refuse('release-deleted', `Its release ${version} is deleted; bring that back first`)
  }
  if (file.kind !== 'sdist') return
  const other = await tx.file.findFirst({
    where: { releaseId: file.releaseId, kind: 'sdist', state: 'published' },
  })
  if (other !== null) {
    refuse(
      'sdist-taken',
      `Release ${version} has another sdist, ${other.filename}; delete it first`,
    )
  }
}

async function refuseRelease(tx: Tx, { id, projectId }: Deletion): Promise<void> {
  const release = await tx.release.findFirstOrThrow({ where: { projectId, deletionId: id } })
  const { canonicalVersion } = release
  const other = await tx.release.findFirst({
    where: { projectId, canonicalVersion, state: { not: 'deleted' } },
  })
  if (other !== null) {
    refuse('version-taken', `Release ${other.version} was published anew since; delete it first`)
  }
}

function refuse(reason: UndoObstacle, message: string): never {
  throw new ProblemError('undo_blocked', message, { reason })
}
