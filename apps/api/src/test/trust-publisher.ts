import type { Prisma } from '@wheelhouse/database'
import type { PublisherIdentity } from '@wheelhouse/shared-types'
import { identityKey } from '../features/identity-tokens/identity-key.ts'
import { describeRun } from '../features/identity-tokens/providers.ts'
import {
  hashPublisherSecret,
  makePublisherSecret,
} from '../features/identity-tokens/publisher-secret.ts'
import { upsertPublisher } from '../features/publishers/publishers.queries.ts'
import { withTransaction } from '../infra/db/with-transaction.ts'
import type { TestApi } from './start-test-api.ts'

/**
 * Lets an identity upload to projects (ids), as their owners would, and gives the token that its run
 * would get for an identity token.
 */
export async function trustPublisher(
  { deps: { db, clock } }: Pick<TestApi, 'deps'>,
  identity: PublisherIdentity,
  projectIds: readonly string[],
): Promise<string> {
  const at = clock.now()
  const secret = makePublisherSecret()
  await withTransaction(db, async (tx) => {
    const publisherId = await upsertPublisher(tx, identity, identityKey(identity), at)
    await tx.projectPublisher.createMany({
      data: projectIds.map((projectId) => ({ projectId, publisherId, addedBy: 'owner' })),
    })
    await tx.publisherToken.create({
      data: {
        publisherId,
        secretHash: hashPublisherSecret(secret),
        claims: describeRun(identity, {}) as Prisma.InputJsonObject,
        expiresAt: new Date(at.getTime() + 900_000),
      },
    })
  })
  return secret
}
