import { isInNetworks } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { CallerGrant, CallerUser, TokenCaller } from '../../http/caller.ts'
import type { Db } from '../../infra/db/database.ts'
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
  const token = await readToken(db, hashTokenSecret(secret))
  const now = clock.now()
  if (token === undefined || (token.expiresAt !== null && token.expiresAt <= now)) return undefined
  if (token.networks.length > 0 && !isInNetworks(address, token.networks)) return undefined
  const touchBefore = new Date(now.getTime() - TOUCH_MS)
  if (token.lastUsedAt === null || token.lastUsedAt < touchBefore) {
    await touch(db, token.id, { now, before: touchBefore })
  }
  const { id: tokenId, name: tokenName, expiresAt, user } = token
  return { kind: 'token', tokenId, tokenName, expiresAt, grants: token.grants ?? [], user }
}

type LivingToken = {
  id: string
  name: string
  expiresAt: Date | null
  lastUsedAt: Date | null
  networks: string[]
  grants: CallerGrant[] | null
  user: CallerUser
}

/** One question, because every upload and every read of a private index begins with it. */
async function readToken(db: Db, secretHash: Uint8Array): Promise<LivingToken | undefined> {
  const [token] = await db.$queryRaw<LivingToken[]>`
    SELECT
      token.id::text, token.name, token.networks,
      token.expires_at AS "expiresAt",
      token.last_used_at AS "lastUsedAt",
      (SELECT json_agg(json_build_object(
          'action', action, 'target', target, 'projectId', project_id, 'newName', new_name))
        FROM token_grants WHERE token_id = token.id) AS grants,
      json_build_object(
        'id', owner.id,
        'username', owner.username,
        'emailVerified', EXISTS (
          SELECT FROM email_addresses
          WHERE user_id = owner.id AND is_primary AND verified_at IS NOT NULL),
        'hasSecondFactor', owner.has_second_factor) AS user
    FROM api_tokens AS token JOIN users AS owner ON owner.id = token.user_id
    WHERE token.secret_hash = ${secretHash}
      AND token.revoked_at IS NULL AND owner.status = 'active'`
  return token
}

/** Of many uses at once one writes, and nobody waits for it. */
async function touch(db: Db, id: string, at: { now: Date; before: Date }): Promise<void> {
  await db.$executeRaw`
    UPDATE api_tokens SET last_used_at = ${at.now} WHERE id = (
      SELECT id FROM api_tokens
      WHERE id = ${id}::uuid AND (last_used_at IS NULL OR last_used_at < ${at.before})
      FOR UPDATE SKIP LOCKED)`
}
