import type { Deps } from '../../deps.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { tokenLeakedMail } from '../accounts/account-mails.ts'
import { recordEvent, type Actor } from '../events/record-event.ts'
import { hashTokenSecret, isTokenSecret } from '../tokens/token-secret.ts'

const REPORTER: Actor = { kind: 'system', id: null, name: 'leak report' }

/**
 * Revokes a token that was seen in public, writes it down and tells its owner by mail. Does nothing
 * for what is no living token of ours, so that a report may come twice.
 * @param url where it was seen; only web addresses are passed on.
 */
export async function revokeLeakedToken(
  deps: Deps,
  { token: secret, url, source }: { token: string; url: string; source: string },
): Promise<boolean> {
  if (!isTokenSecret(secret)) return false
  const seenAt = URL.canParse(url) && /^https?:\/\//.test(url) ? url : null
  return withTransaction(deps.db, async (tx) => {
    const where = { secretHash: hashTokenSecret(secret) }
    const token = await tx.apiToken.findUnique({
      where,
      include: { user: { include: { emails: { where: { isPrimary: true } } } } },
    })
    const at = deps.clock.now()
    const { count } = await tx.apiToken.updateMany({
      where: { ...where, revokedAt: null },
      data: { revokedAt: at, liveName: null, leakedAt: at, leakUrl: seenAt },
    })
    if (token === null || count === 0) return false
    const { user, name } = token
    await recordEvent(tx, {
      kind: 'token-leaked',
      actor: REPORTER,
      at,
      userId: user.id,
      details: { token: name, tokenId: token.id, url: seenAt, source },
    })
    const [email] = user.emails
    if (email !== undefined) {
      const recipient = { address: email.address, username: user.username }
      const leak = { tokenName: name, url: seenAt }
      await queueMail(tx, tokenLeakedMail(deps.config, recipient, leak))
    }
    return true
  })
}
