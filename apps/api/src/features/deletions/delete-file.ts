import type { deleteFile as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { lockProject } from '../projects/projects.queries.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'
import { deletionNews } from './deletion-news.ts'
import { openDeletion } from './open-deletion.ts'
import { presentDeletion } from './present-deletion.ts'
import { requireConfirmation } from './require-confirmation.ts'
import { takeFiles } from './take-files.ts'

/**
 * Deletes a file: gone from every page and its address at once, its name burnt. The stored bytes stay
 * for the operator. The release stays, with or without other files.
 */
export const deleteFile: UseCase<typeof endpoint> = async ({ params, query }, context) => {
  const { deps, caller, origin } = context
  const { filename } = params
  const { deletion, project, serial } = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'delete-file', 'manage')
    const file = await tx.file.findUnique({ where: { filename }, include: { release: true } })
    if (file === null || file.projectId !== project.id || file.state !== 'published') {
      throw notFound(`The file ${filename}`)
    }
    requireConfirmation(query.confirm, filename)
    const at = deps.clock.now()
    const actor = actorOf(caller)
    const act = { kind: 'file', project, target: filename, actorName: actor.name, at } as const
    const deletion = await openDeletion(tx, deps.config, act)
    await takeFiles(tx, project.id, deletion.id, { fileId: file.id }, at)
    const details = { version: file.release.version, filename }
    await recordEvent(tx, {
      kind: 'file-deleted',
      actor,
      at,
      projectId: project.id,
      details,
      from: { origin, secrets: deps.secrets },
    })
    const news = deletionNews(deps.config, project, deletion, 1)
    await mailPeople(tx, deps.config, project, 'owners', news)
    await rewritePages(tx, project, [file.sortKey])
    const serial = await advanceIndex(tx, [
      { project, ...details, action: 'remove file', actor: actor.name, at },
    ])
    return { deletion, project, serial }
  })
  await deps.pages.announce(project.normalizedName, serial)
  void deps.outbox.flush()
  return presentDeletion(deletion, project, 1)
}
