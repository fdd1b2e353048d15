import { describeDevice } from '@wheelhouse/shared-types'
import type { Caller, Origin, PublisherCaller } from '../../http/caller.ts'
import type { Tx } from '../../infra/db/database.ts'
import type { Secrets } from '../../infra/secrets.ts'
import { publisherActor } from './publisher-actor.ts'
import { queueDeliveries } from '../webhooks/queue-deliveries.ts'

/** What can stand in a security history. */
export type EventKind =
  | 'account-registered'
  | 'account-frozen'
  | 'account-unfrozen'
  | 'email-verified'
  | 'email-bounced'
  | 'email-added'
  | 'email-removed'
  | 'email-primary-changed'
  | 'profile-changed'
  | 'password-changed'
  | 'password-reset-requested'
  | 'password-reset'
  | 'password-breached'
  | 'signed-in'
  | 'new-device-asked'
  | 'new-device-confirmed'
  | 'signed-out'
  | 'session-ended'
  | 'sessions-ended'
  | 'second-factor-failed'
  | 'authenticator-added'
  | 'authenticator-removed'
  | 'passkey-added'
  | 'passkey-renamed'
  | 'passkey-removed'
  | 'passkey-suspected'
  | 'recovery-codes-made'
  | 'recovery-code-used'
  | 'second-factors-cleared'
  | 'token-created'
  | 'token-revoked'
  | 'token-regenerated'
  | 'token-leaked'
  | 'project-created'
  | 'project-visibility-changed'
  | 'role-invited'
  | 'role-invitation-revoked'
  | 'role-invitation-accepted'
  | 'role-invitation-declined'
  | 'role-added'
  | 'role-changed'
  | 'role-removed'
  | 'role-left'
  | 'project-status-changed'
  | 'project-quarantined'
  | 'project-released'
  | 'project-transferred'
  | 'release-described'
  | 'release-description-restored'
  | 'release-created'
  | 'release-yanked'
  | 'release-unyanked'
  | 'file-uploaded'
  | 'file-deleted'
  | 'publisher-added'
  | 'publisher-removed'
  | 'publisher-constrained'
  | 'publisher-token-issued'
  | 'trusted-publishing-only-changed'
  | 'pending-publisher-added'
  | 'pending-publisher-removed'
  | 'pending-publisher-used'
  | 'pending-publisher-void'
  | 'pending-publisher-expired'
  | 'webhook-created'
  | 'webhook-changed'
  | 'webhook-removed'
  | 'webhook-secret-changed'
  | 'webhook-disabled'
  | 'release-deleted'
  | 'project-deleted'
  | 'deletion-undone'

export type Actor = {
  readonly kind: 'user' | 'token' | 'publisher' | 'system'
  readonly id: string | null
  /** Username, with the token's name where one was used; of a publisher its name and place. */
  readonly name: string
}

/** Acts by an operator or by the system itself. */
export const SYSTEM: Actor = { kind: 'system', id: null, name: 'operator' }

export function actorOf(caller: Caller | PublisherCaller): Actor {
  switch (caller.kind) {
    case 'anonymous':
      return { kind: 'system', id: null, name: 'anonymous' }
    case 'session':
      return { kind: 'user', id: caller.user.id, name: caller.user.username }
    case 'token':
      return {
        kind: 'token',
        id: caller.tokenId,
        name: `${caller.user.username} (token ${caller.tokenName})`,
      }
    case 'publisher':
      return publisherActor(caller.publisherId, caller.run)
  }
}

export function userActor(user: { id: string; username: string }): Actor {
  return { kind: 'user', id: user.id, name: user.username }
}

/**
 * Writes down what somebody did, in the transaction that does it. Addresses are kept hashed, the
 * browser as coarsely as a session list says it (`fromBrowser`, `fromSystem` of the details). What
 * happened in a project waits from then on for its webhooks.
 */
export async function recordEvent(
  tx: Tx,
  event: {
    kind: EventKind
    actor: Actor
    at: Date
    userId?: string
    projectId?: string
    details?: Record<string, string | number | boolean | null>
    from?: { origin: Origin; secrets: Secrets }
  },
): Promise<void> {
  const { kind, actor, at, userId, projectId, details = {}, from } = event
  const device = from && describeDevice(from.origin.userAgent)
  await tx.event.create({
    data: {
      kind,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      userId: userId ?? null,
      projectId: projectId ?? null,
      addressHash: from === undefined ? null : from.secrets.hashAddress(from.origin.address),
      details: device
        ? { ...details, fromBrowser: device.browser, fromSystem: device.system }
        : details,
      createdAt: at,
    },
  })
  if (projectId !== undefined) await queueDeliveries(tx, { kind, actor, at, projectId, details })
}
