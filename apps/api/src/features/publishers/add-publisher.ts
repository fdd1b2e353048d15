import {
  MOST_PUBLISHERS,
  ProblemError,
  type addPublisher as endpoint,
} from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { describeIdentity } from '../identity-tokens/describe-identity.ts'
import { identityKey } from '../identity-tokens/identity-key.ts'
import { mailPeople } from '../projects/mail-people.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged, lockProject } from '../projects/projects.queries.ts'
import { mayTrust } from './may-trust.ts'
import { presentPublisher } from './present-publisher.ts'
import { publisherAddedNews } from './publisher-mails.ts'
import { findLink, upsertPublisher } from './publishers.queries.ts'
import { resolveIdentity } from './resolve-identity.ts'

/** An owner lets an identity elsewhere upload to a project. */
export const addPublisher: UseCase<typeof endpoint> = async ({ params, body }, context) => {
  const { deps, caller, origin } = context
  const seen = await findManaged(deps.db, params.project, caller)
  refuseUnlessAllowed(seen, caller, 'manage-publishers', 'manage')
  mayTrust(deps.config, caller)
  refuseWhenLimited(await deps.limiter.hit('publisherAddByUser', caller.user.id))
  const identity = await resolveIdentity(deps, body.identity)
  const added = await withTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'manage-publishers', 'manage')
    const at = deps.clock.now()
    const publisherId = await upsertPublisher(tx, identity, identityKey(identity), at)
    const links = await tx.projectPublisher.findMany({ where: { projectId: project.id } })
    if (links.some((link) => link.publisherId === publisherId)) {
      throw new ProblemError('publisher_listed', `${project.name} has this publisher already`)
    }
    if (links.length >= MOST_PUBLISHERS) {
      throw new ProblemError(
        'too_many_publishers',
        `A project may have ${MOST_PUBLISHERS} publishers; remove one first`,
      )
    }
    const actor = actorOf(caller)
    const link = { projectId: project.id, publisherId, addedBy: actor.name, createdAt: at }
    await tx.projectPublisher.create({ data: link })
    const who = describeIdentity(identity)
    await recordEvent(tx, {
      kind: 'publisher-added',
      actor,
      at,
      projectId: project.id,
      details: { publisher: who, publisherId },
      from: { origin, secrets: deps.secrets },
    })
    const news = publisherAddedNews(deps.config, project, { who, actor: actor.name })
    await mailPeople(tx, deps.config, project, 'owners', news)
    return findLink(tx, project.id, publisherId)
  })
  void deps.outbox.flush()
  return presentPublisher(added)
}
