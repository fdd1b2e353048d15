import type { deleteRelease as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { lockProject } from '../projects/projects.queries.ts'
import { refreshLatest } from '../projects/refresh-latest.ts'
import { releaseOf } from '../releases/releases.queries.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'
import { deletionNews } from './deletion-news.ts'
import { openDeletion } from './open-deletion.ts'
import { presentDeletion } from './present-deletion.ts'
import { requireConfirmation } from './require-confirmation.ts'
import { takeFiles } from './take-files.ts'

/**
 * Deletes a release with the files that it has. The version can be published anew, by files of other
 * names; the release that was deleted waits beside it for its undoing.
 */
export const deleteRelease: UseCase<typeof endpoint> = async ({ params, query }, context) => {
  const { deps, caller, origin } = context
  const done = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'delete-release', 'manage')
    const release = await tx.release.findFirst({ where: releaseOf(project.id, params.version) })
    if (release === null) throw notFound(`The release ${params.version}`)
    const { version } = release
    requireConfirmation(query.confirm, version)
    const at = deps.clock.now()
    const actor = actorOf(caller)
    const act = { kind: 'release', project, target: version, actorName: actor.name, at } as const
    const deletion = await openDeletion(tx, deps.config, act)
    const files = await takeFiles(tx, project.id, deletion.id, { releaseId: release.id }, at)
    await tx.release.update({
      where: { id: release.id },
      data: { state: 'deleted', deletedAt: at, deletionId: deletion.id },
    })
    await refreshLatest(tx, project.id)
    await recordEvent(tx, {
      kind: 'release-deleted',
      actor,
      at,
      projectId: project.id,
      details: { version, files: files.length },
      from: { origin, secrets: deps.secrets },
    })
    const news = deletionNews(deps.config, project, deletion, files.length)
    await mailPeople(tx, deps.config, project, 'owners', news)
    const keys = files.map(({ sortKey }) => sortKey)
    await rewritePages(tx, project, keys)
    const serial = await advanceIndex(tx, [
      { project, version, action: 'remove release', actor: actor.name, at },
    ])
    return { deletion, project, serial, fileCount: files.length }
  })
  await deps.pages.announce(done.project.normalizedName, done.serial)
  void deps.outbox.flush()
  return presentDeletion(done.deletion, done.project, done.fileCount)
}
