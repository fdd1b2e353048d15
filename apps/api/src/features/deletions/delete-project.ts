import type { deleteProject as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { lockProject } from '../projects/projects.queries.ts'
import { refreshLatest } from '../projects/refresh-latest.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { deletionNews } from './deletion-news.ts'
import { openDeletion } from './open-deletion.ts'
import { presentDeletion } from './present-deletion.ts'
import { hideJournal, removeProject } from './remove-project.ts'
import { requireConfirmation } from './require-confirmation.ts'
import { takeFiles } from './take-files.ts'

/**
 * Deletes a project. Its row stays for as long as that can be undone, for nobody to see (decision 20):
 * so its name stays taken; its stored page goes at once.
 */
export const deleteProject: UseCase<typeof endpoint> = async ({ params, query }, context) => {
  const { deps, caller, origin } = context
  const done = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'delete-project', 'manage')
    const { id, name, visibility } = project
    requireConfirmation(query.confirm, name)
    const at = deps.clock.now()
    const actor = actorOf(caller)
    const act = { kind: 'project', project, target: name, actorName: actor.name, at } as const
    const deletion = await openDeletion(tx, deps.config, act)
    const files = await takeFiles(tx, id, deletion.id, 'all', at)
    await tx.release.updateMany({
      where: { projectId: id, state: 'published' },
      data: { state: 'deleted', deletedAt: at, deletionId: deletion.id },
    })
    await tx.project.update({
      where: { id },
      data: { visibility: 'deleted', deletionId: deletion.id },
    })
    await refreshLatest(tx, id)
    await tx.simplePage.deleteMany({ where: { projectId: id } })
    await tx.simpleFragment.deleteMany({ where: { projectId: id } })
    const event = {
      kind: 'project-deleted',
      actor,
      at,
      details: { project: name, files: files.length },
      from: { origin, secrets: deps.secrets },
    } as const
    await recordEvent(tx, { ...event, projectId: id })
    // The history of the project goes with it: that of the person keeps who did it.
    await recordEvent(tx, { ...event, userId: caller.user.id })
    const news = deletionNews(deps.config, project, deletion, files.length)
    await mailPeople(tx, deps.config, project, 'people', news)
    if (deletion.endedAt !== null) await removeProject(tx, project)
    const serial = await advanceIndex(tx, [
      { project, action: 'remove project', actor: actor.name, at },
    ])
    if (deletion.endedAt !== null && visibility !== 'public') await hideJournal(tx, project)
    return { deletion, project, serial, fileCount: files.length }
  })
  await deps.pages.announce(done.project.normalizedName, done.serial)
  void deps.outbox.flush()
  return presentDeletion(done.deletion, done.project, done.fileCount)
}
