import { ProblemError, type setTrustedPublishingOnly as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { lockProject } from '../projects/projects.queries.ts'
import { trustedOnlyNews } from './publisher-mails.ts'

/** An owner has uploads by API tokens and people refused, or taken again. */
export const setTrustedPublishingOnly: UseCase<typeof endpoint> = async (
  { params, body: { enabled } },
  { deps, caller, origin },
) => {
  await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'manage-publishers', 'manage')
    if (project.trustedPublishingOnly === enabled) return
    const publishers = await tx.projectPublisher.count({ where: { projectId: project.id } })
    if (enabled && publishers === 0) {
      throw new ProblemError(
        'publisher_needed',
        `${project.name} has no trusted publisher: nobody could upload; add one first`,
      )
    }
    await tx.project.update({
      where: { id: project.id },
      data: { trustedPublishingOnly: enabled },
    })
    const actor = actorOf(caller)
    await recordEvent(tx, {
      kind: 'trusted-publishing-only-changed',
      actor,
      at: deps.clock.now(),
      projectId: project.id,
      details: { enabled },
      from: { origin, secrets: deps.secrets },
    })
    const news = trustedOnlyNews(project, { enabled, actor: actor.name })
    await mailPeople(tx, deps.config, project, 'owners', news)
  })
  void deps.outbox.flush()
  return { enabled }
}
