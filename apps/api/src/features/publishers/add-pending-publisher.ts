import {
  fieldError,
  MOST_PENDING_PUBLISHERS,
  PENDING_PUBLISHER_DAYS,
  ProblemError,
  validationFailed,
  type addPendingPublisher as endpoint,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Prisma } from '@wheelhouse/database'
import type { Deps } from '../../deps.ts'
import type { UseCase } from '../../http/bind.ts'
import { forbidden, refuseWhenLimited } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { lockUser } from '../accounts/accounts.queries.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { describeIdentity } from '../identity-tokens/describe-identity.ts'
import { identityKey } from '../identity-tokens/identity-key.ts'
import { issuerOf } from '../identity-tokens/providers.ts'
import { refuseName } from '../uploads/check-new-name.ts'
import { UploadRefusal } from '../uploads/upload-refusal.ts'
import { mayTrust } from './may-trust.ts'
import { refuseUnlessOwn } from './pending.policy.ts'
import { presentPending } from './present-publisher.ts'
import { mailPendingOwner, pendingAddedNews } from './publisher-mails.ts'
import { resolveIdentity } from './resolve-identity.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Somebody lets an identity elsewhere make a project by its first upload. The name is looked at as an
 * upload would, and is not reserved.
 */
export const addPendingPublisher: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, caller, origin } = context
  const normalizedName = normalizeName(body.project)
  refuseUnlessOwn(caller, normalizedName)
  mayTrust(deps.config, caller)
  refuseWhenLimited(await deps.limiter.hit('publisherAddByUser', caller.user.id))
  if (!deps.config.ALLOW_NEW_PROJECTS) throw forbidden('New projects are not taken at the moment')
  await checkName(deps, body.project)
  const identity = await resolveIdentity(deps, body.identity)
  const at = deps.clock.now()
  const row = await withTransaction(deps.db, async (tx) => {
    const userId = caller.user.id
    await lockUser(tx, userId)
    const own = await tx.pendingPublisher.findMany({ where: { userId, expiresAt: { gt: at } } })
    const key = identityKey(identity)
    if (own.some((one) => one.normalizedName === normalizedName && one.identityKey === key)) {
      throw new ProblemError(
        'publisher_listed',
        `You have this publisher for ${body.project} already`,
      )
    }
    if (own.length >= MOST_PENDING_PUBLISHERS) {
      throw new ProblemError(
        'too_many_publishers',
        `You may have ${MOST_PENDING_PUBLISHERS} publishers for new projects; remove one first`,
      )
    }
    // One that has ended and is not cleared away yet would be in the way.
    await tx.pendingPublisher.deleteMany({ where: { userId, expiresAt: { lte: at } } })
    const created = await tx.pendingPublisher.create({
      data: {
        userId,
        projectName: body.project,
        normalizedName,
        kind: identity.kind,
        issuer: issuerOf(identity),
        claims: identity as Prisma.InputJsonObject,
        identityKey: key,
        createdAt: at,
        expiresAt: new Date(at.getTime() + PENDING_PUBLISHER_DAYS * DAY_MS),
      },
    })
    const who = describeIdentity(identity)
    await recordEvent(tx, {
      kind: 'pending-publisher-added',
      actor: actorOf(caller),
      at,
      userId,
      details: { project: body.project, publisher: who },
      from: { origin, secrets: deps.secrets },
    })
    await mailPendingOwner(tx, deps.config, created, pendingAddedNews(body.project, who))
    return created
  })
  void deps.outbox.flush()
  return presentPending(row, false)
}

/** @throws ProblemError `validation_failed` for a name that is taken, or that no new project may have. */
async function checkName(deps: Pick<Deps, 'db'>, name: string): Promise<void> {
  const taken = await deps.db.project.findUnique({
    where: { normalizedName: normalizeName(name) },
    select: { id: true },
  })
  if (taken !== null) {
    const detail = 'is the name of a project that exists; its owners can add publishers there'
    throw validationFailed([fieldError('body/project', 'project_name_taken', detail)])
  }
  try {
    await refuseName(deps, name)
  } catch (error) {
    if (!(error instanceof UploadRefusal)) throw error
    throw validationFailed([fieldError('body/project', 'project_name_refused', error.message)])
  }
}
