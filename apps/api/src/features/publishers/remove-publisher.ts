import { ProblemError, type removePublisher as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { describeIdentity } from '../identity-tokens/describe-identity.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { lockProject } from '../projects/projects.queries.ts'
import { publisherRemovedNews } from './publisher-mails.ts'
import { findLink, identityOf } from './publishers.queries.ts'

/** An owner takes a publisher away. Tokens that it has open nothing in this project from now on. */
export const removePublisher: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'manage-publishers', 'manage')
    const { publisher } = await findLink(tx, project.id, params.id)
    const count = await tx.projectPublisher.count({ where: { projectId: project.id } })
    if (project.trustedPublishingOnly && count === 1) {
      throw new ProblemError(
        'publisher_needed',
        `${project.name} takes files from trusted publishers only, and this is the last one: add another, or let API tokens upload again first`,
      )
    }
    const where = { projectId: project.id, publisherId: publisher.id }
    await tx.projectPublisher.delete({ where: { projectId_publisherId: where } })
    const actor = actorOf(caller)
    const who = describeIdentity(identityOf(publisher))
    await recordEvent(tx, {
      kind: 'publisher-removed',
      actor,
      at: deps.clock.now(),
      projectId: project.id,
      details: { publisher: who, publisherId: publisher.id },
      from: { origin, secrets: deps.secrets },
    })
    const news = publisherRemovedNews(project, { who, actor: actor.name })
    await mailPeople(tx, deps.config, project, 'owners', news)
  })
  void deps.outbox.flush()
}
