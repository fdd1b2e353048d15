import type { Deps } from '../../deps.ts'
import type { Tx } from '../../infra/db/database.ts'
import { recordEvent } from '../events/record-event.ts'
import { describeIdentity } from '../identity-tokens/describe-identity.ts'
import type { Publisher } from '../uploads/publisher.ts'
import { UploadRefusal } from '../uploads/upload-refusal.ts'
import { mailPendingOwner, pendingUsedNews, pendingVoidNews } from './publisher-mails.ts'
import { identityOf, upsertPublisher } from './publishers.queries.ts'

type Made = { readonly id: string; readonly normalizedName: string }

/**
 * What becomes of the publishers that waited for the name of a project, in the transaction that makes
 * it: those of its owner become publishers of the project, those of others are void, and their people
 * are told.
 * @throws UploadRefusal 403 when the publisher that makes it was taken away meanwhile.
 */
export async function settlePending(
  tx: Tx,
  { config }: Pick<Deps, 'config'>,
  project: Made,
  how: { readonly publisher: Publisher; readonly ownerId: string | null; readonly at: Date },
): Promise<void> {
  const { publisher, ownerId, at } = how
  const { normalizedName } = project
  const waiting = await tx.pendingPublisher.findMany({
    where: { normalizedName, expiresAt: { gt: at } },
  })
  const adopted = new Set<string>()
  for (const row of waiting) {
    // One that its owner takes away at this moment is theirs no more.
    const { count } = await tx.pendingPublisher.deleteMany({ where: { id: row.id } })
    if (count === 0) continue
    const identity = identityOf(row)
    const isOwners = row.userId === ownerId
    if (isOwners) {
      const publisherId = await upsertPublisher(tx, identity, row.identityKey, at)
      await tx.projectPublisher.create({
        data: { projectId: project.id, publisherId, addedBy: publisher.actor.name, createdAt: at },
      })
      adopted.add(publisherId)
    }
    const who = describeIdentity(identity)
    const news = isOwners ? pendingUsedNews : pendingVoidNews
    await mailPendingOwner(tx, config, row, news(row.projectName, who))
    await recordEvent(tx, {
      kind: isOwners ? 'pending-publisher-used' : 'pending-publisher-void',
      actor: publisher.actor,
      at,
      userId: row.userId,
      ...(isOwners ? { projectId: project.id } : {}),
      details: { project: row.projectName, publisher: who },
    })
  }
  if (publisher.kind === 'import' || publisher.caller.kind !== 'publisher') return
  if (adopted.has(publisher.caller.publisherId)) return
  throw new UploadRefusal(
    403,
    'publisher-new-project',
    `The trusted publisher for a new project '${normalizedName}' was taken away`,
  )
}
