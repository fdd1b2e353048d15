import type {
  PendingPublisher as PendingRow,
  Prisma,
  ProjectPublisher,
  Publisher as PublisherRow,
} from '@wheelhouse/database'
import type { PublisherIdentity } from '@wheelhouse/shared-types'
import { notFound } from '../../http/problems.ts'
import type { Db, Tx } from '../../infra/db/database.ts'
import { issuerOf } from '../identity-tokens/providers.ts'

export type LinkedPublisher = ProjectPublisher & { publisher: PublisherRow }

/** The row of an identity, made where there is none; its id. One that exists keeps its spelling. */
export async function upsertPublisher(
  tx: Tx,
  identity: PublisherIdentity,
  identityKey: string,
  at: Date,
): Promise<string> {
  // Of several that make it at once, all get the one row.
  await tx.publisher.createMany({
    data: {
      kind: identity.kind,
      issuer: issuerOf(identity),
      claims: identity as Prisma.InputJsonObject,
      identityKey,
      createdAt: at,
    },
    skipDuplicates: true,
  })
  const { id } = await tx.publisher.findUniqueOrThrow({
    where: { identityKey },
    select: { id: true },
  })
  return id
}

/** @throws ProblemError `not_found` */
export async function findLink(
  db: Db | Tx,
  projectId: string,
  publisherId: string,
): Promise<LinkedPublisher> {
  const link = await db.projectPublisher.findUnique({
    where: { projectId_publisherId: { projectId, publisherId } },
    include: { publisher: true },
  })
  if (link === null) throw notFound('This publisher')
  return link
}

/** The identity of a row, as it was parsed when it was written. */
export function identityOf({ claims }: Pick<PublisherRow | PendingRow, 'claims'>) {
  return claims as PublisherIdentity
}
