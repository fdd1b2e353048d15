import type { Deps } from '../../deps.ts'
import type { Tx } from '../../infra/db/database.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { passwordChangedMail } from './account-mails.ts'
import type { UserWithEmail } from './accounts.queries.ts'

/**
 * Writes a new hash, ends every session of the user, forgets the remembered browsers and tells the
 * owner by mail.
 */
export async function setPassword(
  tx: Tx,
  deps: Pick<Deps, 'config' | 'clock'>,
  user: UserWithEmail,
  passwordHash: string,
): Promise<void> {
  const at = deps.clock.now()
  await tx.user.update({
    where: { id: user.id },
    data: {
      passwordHash,
      passwordChangedAt: at,
      breachedAt: null,
      deviceEpoch: { increment: 1 },
    },
  })
  await tx.session.deleteMany({ where: { userId: user.id } })
  const [email] = user.emails
  if (email !== undefined) {
    const recipient = { address: email.address, username: user.username }
    await queueMail(tx, passwordChangedMail(deps.config, recipient))
  }
}
