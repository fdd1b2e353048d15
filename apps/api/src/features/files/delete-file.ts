import { ProblemError, type deleteFile as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { lockProject } from '../projects/projects.queries.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'

/**
 * Deletes a file for good: gone from every page and its address at once, its name burnt. The stored
 * bytes stay for the operator. The release stays, with or without other files.
 */
export const deleteFile: UseCase<typeof endpoint> = async ({ params, query }, context) => {
  const { deps, caller, origin } = context
  const { filename } = params
  const { name, serial } = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'delete-file', 'manage')
    const file = await tx.file.findUnique({ where: { filename }, include: { release: true } })
    if (file === null || file.projectId !== project.id || file.state !== 'published') {
      throw notFound(`The file ${filename}`)
    }
    if (query.confirm !== filename) {
      throw new ProblemError('confirmation_mismatch', `Type ${filename} to confirm`)
    }
    const at = deps.clock.now()
    await tx.file.update({ where: { id: file.id }, data: { state: 'deleted', deletedAt: at } })
    await tx.burntFilename.create({ data: { filename, projectId: project.id, burntAt: at } })
    await tx.project.update({
      where: { id: project.id },
      data: { totalSize: { decrement: file.size } },
    })
    const actor = actorOf(caller)
    const details = { version: file.release.version, filename }
    await recordEvent(tx, {
      kind: 'file-deleted',
      actor,
      at,
      projectId: project.id,
      details,
      from: { origin, secrets: deps.secrets },
    })
    await rewritePages(tx, project, [file.sortKey])
    const next = await advanceIndex(tx, [
      { project, ...details, action: 'remove file', actor: actor.name, at },
    ])
    return { name: project.normalizedName, serial: next }
  })
  await deps.pages.announce(name, serial)
}
