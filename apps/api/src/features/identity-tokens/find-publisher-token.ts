import type { PublishedBy, PublisherIdentity } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { PendingProject, PublisherCaller } from '../../http/caller.ts'
import { hashPublisherSecret, isPublisherSecret } from './publisher-secret.ts'

type Row = {
  tokenId: string
  expiresAt: Date
  publisherId: string
  identity: PublisherIdentity
  run: PublishedBy
  pending: (PendingProject & { expiresAt: string })[] | null
}

/**
 * The trusted publisher behind a token; undefined for one that is mistyped, unknown or expired, or of
 * a kind that the operator does not take any more. For which projects it is good is looked at where a
 * file goes to one: a publisher that is taken away from a project loses it at once.
 */
export async function findPublisherToken(
  { db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>,
  secret: string,
): Promise<PublisherCaller | undefined> {
  if (!isPublisherSecret(secret)) return undefined
  const [token] = await db.$queryRaw<Row[]>`
    SELECT
      token.id::text AS "tokenId", token.expires_at AS "expiresAt", token.claims AS run,
      publisher.id::text AS "publisherId", publisher.claims AS identity,
      (SELECT json_agg(json_build_object(
          'id', pending.id, 'userId', pending.user_id, 'name', pending.project_name,
          'normalizedName', pending.normalized_name, 'expiresAt', pending.expires_at))
        FROM pending_publishers AS pending
        JOIN users ON users.id = pending.user_id AND users.status = 'active'
        WHERE pending.identity_key = publisher.identity_key) AS pending
    FROM publisher_tokens AS token JOIN publishers AS publisher ON publisher.id = token.publisher_id
    WHERE token.secret_hash = ${hashPublisherSecret(secret)}`
  const now = clock.now()
  if (token === undefined || token.expiresAt <= now) return undefined
  const { tokenId, publisherId, identity, run } = token
  if (!config.TRUSTED_PUBLISHING.includes(identity.kind)) return undefined
  const pending = (token.pending ?? []).filter(({ expiresAt }) => new Date(expiresAt) > now)
  return { kind: 'publisher', tokenId, publisherId, identity, run, pending }
}
