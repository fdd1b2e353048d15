import type { Prisma } from '@wheelhouse/database'
import type { Deps } from '../../deps.ts'
import type { Origin } from '../../http/caller.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { publisherActor } from '../events/publisher-actor.ts'
import { recordEvent } from '../events/record-event.ts'
import { suggestEnvironment } from '../publishers/suggest-environment.ts'
import { upsertPublisher } from '../publishers/publishers.queries.ts'
import { MintRefusal } from './mint-refusal.ts'
import { describeRun } from './providers.ts'
import { hashPublisherSecret, makePublisherSecret } from './publisher-secret.ts'
import { findPublisher } from './publishers-of-token.ts'
import { verifyIdentityToken, type IdentityToken } from './verify-identity-token.ts'

/** Seconds that a token lives: PEP 807 asks for 15 minutes at least. */
export const PUBLISHER_TOKEN_SECONDS = 900

export type MintedToken = {
  readonly token: string
  /** Unix time. */
  readonly expires: number
}

/**
 * Exchanges an identity token for one that uploads to the projects of its publisher. Each is exchanged
 * once: that it was is written down in the transaction that makes the other.
 * @throws MintRefusal
 */
export async function mintToken(
  deps: Deps,
  identityToken: string,
  origin: Origin,
): Promise<MintedToken> {
  const verified = await verifyIdentityToken(deps, identityToken)
  const at = deps.clock.now()
  const { identity, identityKey } = await findPublisher(deps.db, verified, at)
  const secret = makePublisherSecret()
  const expiresAt = new Date(at.getTime() + PUBLISHER_TOKEN_SECONDS * 1000)
  const run = describeRun(identity, verified.claims)
  await withTransaction(deps.db, async (tx) => {
    await useUp(tx, verified)
    const publisherId = await upsertPublisher(tx, identity, identityKey, at)
    await tx.publisherToken.create({
      data: {
        publisherId,
        secretHash: hashPublisherSecret(secret),
        claims: run as Prisma.InputJsonObject,
        createdAt: at,
        expiresAt,
      },
    })
    const projects = await projectsOf(tx, publisherId)
    if (projects.length === 0) await refuseVoid(tx, identityKey)
    const actor = publisherActor(publisherId, run)
    for (const { project } of projects) {
      await recordEvent(tx, {
        kind: 'publisher-token-issued',
        actor,
        at,
        projectId: project.id,
        details: { environment: run.environment, ref: run.ref, commit: run.commit },
        from: { origin, secrets: deps.secrets },
      })
    }
    await suggestEnvironment(tx, deps, { publisherId, identity, run, projects, at })
  })
  void deps.outbox.flush()
  return { token: secret, expires: Math.floor(expiresAt.getTime() / 1000) }
}

/** @throws MintRefusal for a token that was exchanged before; of many at once all but one. */
async function useUp(tx: Tx, { hash, endsAt }: IdentityToken): Promise<void> {
  const inserted = await tx.$executeRaw`
    INSERT INTO used_identity_tokens (token_hash, expires_at) VALUES (${hash}, ${endsAt})
    ON CONFLICT DO NOTHING`
  if (inserted === 1) return
  throw new MintRefusal(
    'invalid-reuse-token',
    'this identity token was exchanged already; ask for a new one for each exchange',
  )
}

async function projectsOf(tx: Tx, publisherId: string) {
  return tx.projectPublisher.findMany({
    where: { publisherId },
    select: {
      constrainMailedAt: true,
      project: { select: { id: true, name: true, normalizedName: true } },
    },
  })
}

/** @throws MintRefusal where every project that is to be made was made by somebody else meanwhile. */
async function refuseVoid(tx: Tx, identityKey: string): Promise<void> {
  const [row] = await tx.$queryRaw<[{ open: boolean }]>`
    SELECT EXISTS (
      SELECT FROM pending_publishers AS pending
      WHERE pending.identity_key = ${identityKey} AND NOT EXISTS (
        SELECT FROM projects WHERE normalized_name = pending.normalized_name)) AS open`
  if (row.open) return
  throw new MintRefusal(
    'invalid-pending-publisher',
    'a project of the name that this publisher is pending for exists already; its owner can add the publisher there',
  )
}
