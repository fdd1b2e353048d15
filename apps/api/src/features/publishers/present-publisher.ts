import type { PendingPublisher as PendingRow } from '@wheelhouse/database'
import type { PendingPublisher, Publisher, PublisherIdentity } from '@wheelhouse/shared-types'
import { identityOf, type LinkedPublisher } from './publishers.queries.ts'

export function presentPublisher(link: LinkedPublisher): Publisher {
  const identity = identityOf(link.publisher)
  return {
    id: link.publisherId,
    identity,
    addedBy: link.addedBy,
    createdAt: link.createdAt.toISOString(),
    lastUsedAt: link.lastUsedAt?.toISOString() ?? null,
    constrainable: isConstrainable(identity),
  }
}

export function presentPending(row: PendingRow, nameTaken: boolean): PendingPublisher {
  return {
    id: row.id,
    project: row.projectName,
    normalizedName: row.normalizedName,
    identity: identityOf(row),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    nameTaken,
  }
}

type WithEnvironment = Extract<PublisherIdentity, { environment: string | null }>

/** Whether a publisher that has no environment could have one. */
export function isConstrainable(identity: PublisherIdentity): identity is WithEnvironment {
  return 'environment' in identity && identity.environment === null
}
