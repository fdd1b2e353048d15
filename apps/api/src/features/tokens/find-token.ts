import type { Deps } from '../../deps.ts'
import type { TokenCaller } from '../../http/caller.ts'
import { isInNetworks } from '@wheelhouse/shared-types'
import { hashTokenSecret, isTokenSecret } from './token-secret.ts'

/** How stale `last_used_at` may be: a use writes only when it is staler. */
const TOUCH_MS = 60_000

/**
 * The living token of a secret, with its grants and its owner. Undefined for one that is mistyped
 * (the checksum tells), unknown, expired, revoked, whose owner may not sign in, or which may not be
 * used from this network address.
 */
export async function findToken(
  deps: Deps,
  secret: string,
  address: string,
): Promise<TokenCaller | undefined> {
  if (!isTokenSecret(secret)) return undefined
  const { db, clock } = deps
  const token = await db.apiToken.findUnique({
    where: { secretHash: hashTokenSecret(secret) },
    include: {
      grants: true,
      user: { include: { emails: { where: { isPrimary: true } } } },
    },
  })
  const now = clock.now()
  if (token === null || token.revokedAt !== null || token.user.status !== 'active') return undefined
  if (token.expiresAt !== null && token.expiresAt <= now) return undefined
  if (token.networks.length > 0 && !isInNetworks(address, token.networks)) return undefined
  if (now.getTime() - (token.lastUsedAt?.getTime() ?? 0) > TOUCH_MS) {
    await db.apiToken.updateMany({ where: { id: token.id }, data: { lastUsedAt: now } })
  }
  return {
    kind: 'token',
    tokenId: token.id,
    tokenName: token.name,
    grants: token.grants.map(({ action, target, projectId, newName }) => ({
      action,
      target,
      projectId,
      newName,
    })),
    user: {
      id: token.user.id,
      username: token.user.username,
      emailVerified: token.user.emails.some((email) => email.verifiedAt !== null),
      hasSecondFactor: token.user.hasSecondFactor,
    },
  }
}
