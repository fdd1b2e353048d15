import type { getFileDeletion as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged } from '../projects/projects.queries.ts'
import { weighDeletion } from './weigh-deletion.ts'

/** What would be lost with a file. */
export const getFileDeletion: UseCase<typeof endpoint> = async ({ params }, { deps, caller }) => {
  const { db } = deps
  const { filename } = params
  const project = await findManaged(db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'delete-file', 'manage')
  const file = await db.file.findUnique({ where: { filename } })
  if (file === null || file.projectId !== project.id || file.state !== 'published') {
    throw notFound(`The file ${filename}`)
  }
  const { releaseId } = file
  const siblings = await db.file.count({ where: { releaseId, state: 'published' } })
  return weighDeletion(
    deps,
    project,
    { fileId: file.id },
    {
      kind: 'file',
      confirm: filename,
      releases: 0,
      isLast: siblings === 1,
      latestVersion: project.latestVersion,
    },
  )
}
