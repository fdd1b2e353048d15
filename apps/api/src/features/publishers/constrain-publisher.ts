import { ProblemError, type constrainPublisher as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { describeIdentity } from '../identity-tokens/describe-identity.ts'
import { identityKey } from '../identity-tokens/identity-key.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { lockProject } from '../projects/projects.queries.ts'
import { isConstrainable, presentPublisher } from './present-publisher.ts'
import { publisherConstrainedNews } from './publisher-mails.ts'
import { findLink, identityOf, upsertPublisher } from './publishers.queries.ts'

/** An owner puts a publisher with one environment in the place of one that any may use. */
export const constrainPublisher: UseCase<typeof endpoint> = async ({ params, body }, context) => {
  const { deps, caller, origin } = context
  const constrained = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'manage-publishers', 'manage')
    const link = await findLink(tx, project.id, params.id)
    const before = identityOf(link.publisher)
    if (!isConstrainable(before)) {
      throw new ProblemError(
        'publisher_not_constrainable',
        'This publisher has an environment already, or is of a kind that knows none',
      )
    }
    const at = deps.clock.now()
    const { environment } = body
    const isGithub = before.kind === 'github'
    const identity = { ...before, environment: isGithub ? environment.toLowerCase() : environment }
    const publisherId = await upsertPublisher(tx, identity, identityKey(identity), at)
    const where = { projectId: project.id, publisherId }
    const rival = await tx.projectPublisher.findUnique({ where: { projectId_publisherId: where } })
    if (rival !== null) {
      throw new ProblemError(
        'publisher_listed',
        `${project.name} has a publisher with this environment already; remove this one`,
      )
    }
    await tx.projectPublisher.update({
      where: { projectId_publisherId: { projectId: project.id, publisherId: params.id } },
      data: { publisherId },
    })
    const actor = actorOf(caller)
    const who = describeIdentity(identity)
    await recordEvent(tx, {
      kind: 'publisher-constrained',
      actor,
      at,
      projectId: project.id,
      details: { publisher: who, publisherId, environment: identity.environment },
      from: { origin, secrets: deps.secrets },
    })
    const news = publisherConstrainedNews(project, { who, actor: actor.name })
    await mailPeople(tx, deps.config, project, 'owners', news)
    return findLink(tx, project.id, publisherId)
  })
  void deps.outbox.flush()
  return presentPublisher(constrained)
}
