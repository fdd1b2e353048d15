import type { Deletion } from '@wheelhouse/database'
import { ProblemError, type undoDeletion as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { refreshLatest } from '../projects/refresh-latest.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'
import { undoNews } from './deletion-news.ts'
import { lockEvenDeleted } from './deletions.queries.ts'
import { refuseWhenBlocked } from './refuse-when-blocked.ts'
import { restore } from './restore.ts'

/**
 * Brings back exactly what a deletion took, in one transaction, with pages, event, mails, and in the
 * journal what a mirror needs to fetch it again.
 */
export const undoDeletion: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  const { name, serial } = await withTransaction(deps.db, async (tx) => {
    const project = await lockEvenDeleted(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'undo-deletion', 'manage')
    const deletion = await tx.deletion.findUnique({ where: { id: params.id } })
    if (deletion === null || deletion.projectId !== project.id) {
      throw notFound(`The deletion ${params.id}`)
    }
    const at = deps.clock.now()
    refuseWhenOver(deletion, at)
    await refuseWhenBlocked(tx, deps.config, project, deletion)
    const { changes, sortKeys, fileCount } = await restore(tx, project, deletion)
    await tx.deletion.update({ where: { id: deletion.id }, data: { undoneAt: at } })
    await refreshLatest(tx, project.id)
    const actor = actorOf(caller)
    const { kind, target } = deletion
    await recordEvent(tx, {
      kind: 'deletion-undone',
      actor,
      at,
      projectId: project.id,
      details: { deleted: kind, target, files: fileCount },
      from: { origin, secrets: deps.secrets },
    })
    const audience = kind === 'project' ? 'people' : 'owners'
    const news = undoNews(project, deletion, actor.name, fileCount)
    await mailPeople(tx, deps.config, project, audience, news)
    await rewritePages(tx, project, sortKeys)
    const serial = await advanceIndex(
      tx,
      changes.map((change) => ({ ...change, project, actor: actor.name, at })),
    )
    return { name: project.normalizedName, serial }
  })
  await deps.pages.announce(name, serial)
  void deps.outbox.flush()
}

/** @throws ProblemError `undo_ended`; whether the row was made final yet does not matter. */
function refuseWhenOver({ undoneAt, endedAt, undoUntil }: Deletion, now: Date): void {
  if (undoneAt !== null) throw new ProblemError('undo_ended', 'It was undone already')
  if (endedAt === null && undoUntil > now) return
  const until = undoUntil.toISOString()
  throw new ProblemError('undo_ended', `It could be undone until ${until}; it is final now`)
}
