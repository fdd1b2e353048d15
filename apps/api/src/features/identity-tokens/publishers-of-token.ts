import type { PublisherIdentity, PublisherKind } from '@wheelhouse/shared-types'
import type { Db } from '../../infra/db/database.ts'
import { identityKey } from './identity-key.ts'
import { MintRefusal } from './mint-refusal.ts'
import { providerOf, showClaims } from './providers.ts'
import type { IdentityToken } from './verify-identity-token.ts'

/** Whether a project, or somebody who means to make one, trusts an issuer at all. */
export async function isIssuerNamed(db: Db, issuer: string, now: Date): Promise<boolean> {
  const [row] = await db.$queryRaw<[{ named: boolean }]>`
    SELECT EXISTS (
        SELECT FROM publishers AS publisher
        JOIN project_publishers AS link ON link.publisher_id = publisher.id
        WHERE publisher.issuer = ${issuer})
      OR EXISTS (
        SELECT FROM pending_publishers AS pending
        JOIN users ON users.id = pending.user_id AND users.status = 'active'
        WHERE pending.issuer = ${issuer} AND pending.expires_at > ${now}) AS named`
  return row.named
}

type Candidate = {
  kind: PublisherKind
  identity: PublisherIdentity
  identityKey: string
  /** Whether a project has it already: of two that match, this one. */
  isReal: boolean
}

export type MatchedPublisher = {
  readonly identity: PublisherIdentity
  readonly identityKey: string
}

/**
 * The publisher that a token is one of: of several the most precise (with an environment before one
 * without), then one of a project that exists.
 * @throws MintRefusal `invalid-publisher`
 */
export async function findPublisher(
  db: Db,
  token: IdentityToken,
  now: Date,
): Promise<MatchedPublisher> {
  const candidates = await readCandidates(db, token, now)
  const faults: string[] = []
  const matches = candidates.filter(({ kind, identity }) => {
    const fault = providerOf(kind).mismatch(identity, token.claims)
    if (fault !== undefined) faults.push(fault)
    return fault === undefined
  })
  const [best] = matches.toSorted((a, b) => rank(b) - rank(a))
  if (best !== undefined) return best
  const said = showClaims(token.kinds, token.claims)
  const [fault] = faults
  throw new MintRefusal(
    'invalid-publisher',
    fault === undefined || candidates.length > 1
      ? `no trusted publisher here is what the token says: ${said}`
      : `the claim ${fault} is not what the trusted publisher here asks for: ${said}`,
  )
}

const rank = ({ kind, identity, isReal }: Candidate) =>
  2 * providerOf(kind).precision(identity) + (isReal ? 1 : 0)

async function readCandidates(db: Db, token: IdentityToken, now: Date): Promise<Candidate[]> {
  const { issuer, claims, kinds } = token
  const found = kinds.map((kind) => providerOf(kind).candidates(claims, issuer))
  const keys = found.flatMap((identities) => identities?.map(identityKey) ?? [])
  const scanned = kinds.filter((_, index) => found[index] === undefined)
  return db.$queryRaw<Candidate[]>`
    SELECT kind::text, identity, identity_key AS "identityKey", real AS "isReal" FROM (
      SELECT publisher.kind, publisher.claims AS identity, publisher.identity_key,
        publisher.created_at, true AS real
      FROM publishers AS publisher
      WHERE publisher.issuer = ${issuer} AND EXISTS (
        SELECT FROM project_publishers WHERE publisher_id = publisher.id)
      UNION ALL
      SELECT pending.kind, pending.claims, pending.identity_key, pending.created_at, false
      FROM pending_publishers AS pending
      JOIN users ON users.id = pending.user_id AND users.status = 'active'
      WHERE pending.issuer = ${issuer} AND pending.expires_at > ${now}) AS known
    WHERE kind::text = ANY(${kinds}) AND (identity_key = ANY(${keys}) OR kind::text = ANY(${scanned}))
    ORDER BY created_at`
}
