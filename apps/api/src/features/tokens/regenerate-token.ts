import { ProblemError, type regenerateToken as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { tokenRegeneratedMail } from '../accounts/account-mails.ts'
import { lockUser } from '../accounts/accounts.queries.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { hashTokenSecret, makeTokenSecret } from './token-secret.ts'
import { presentToken, withGrants } from './tokens.present.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Gives one of the caller's own tokens a new value. What it is good for stays; a life that had an end
 * begins anew at its length, or at the longest that is allowed. The old value is dead when this is
 * answered.
 */
export const regenerateToken: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  const { id: userId, username } = caller.user
  if (!caller.user.emailVerified) {
    throw new ProblemError('email_unverified', 'Open the link in the verification mail first')
  }
  const secret = makeTokenSecret()
  const token = await withTransaction(deps.db, async (tx) => {
    const user = await lockUser(tx, userId)
    const old = await tx.apiToken.findFirst({ where: { id: params.id, userId, revokedAt: null } })
    if (old === null) throw notFound('This token')
    const at = deps.clock.now()
    const life = Math.min(lifeOf(old), (deps.config.TOKEN_MAX_DAYS ?? Infinity) * DAY_MS)
    const made = await tx.apiToken.update({
      where: { id: old.id },
      data: {
        secretHash: hashTokenSecret(secret),
        createdAt: at,
        expiresAt: life === Infinity ? null : new Date(at.getTime() + life),
        lastUsedAt: null,
      },
      include: withGrants,
    })
    await recordEvent(tx, {
      kind: 'token-regenerated',
      actor: actorOf(caller),
      at,
      userId,
      details: { token: old.name, tokenId: old.id },
      from: { origin, secrets: deps.secrets },
    })
    const address = user?.emails[0]?.address
    if (address !== undefined) {
      await queueMail(tx, tokenRegeneratedMail(deps.config, { address, username }, old.name))
    }
    return made
  })
  void deps.outbox.flush()
  return { token: presentToken(token), secret }
}

/** Milliseconds; without an end `Infinity`. */
function lifeOf({ createdAt, expiresAt }: { createdAt: Date; expiresAt: Date | null }): number {
  return expiresAt === null ? Infinity : expiresAt.getTime() - createdAt.getTime()
}
