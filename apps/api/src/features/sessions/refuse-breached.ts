import { ProblemError } from '@wheelhouse/shared-types'
import type { Context } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { passwordBreachedMail } from '../accounts/account-mails.ts'
import { foldAddress, type UserWithEmail } from '../accounts/accounts.queries.ts'
import { signMailLink } from '../accounts/mail-link.ts'
import { recordEvent, userActor } from '../events/record-event.ts'

/**
 * Lets nobody in by a password that is in a list of breached ones: whoever has the list has it too.
 * To be called after the password was found right. The owner gets a link to set a new one by mail.
 * @throws ProblemError `password_breached`.
 */
export async function refuseBreached(
  { deps, origin }: Pick<Context, 'deps' | 'origin'>,
  user: UserWithEmail,
  password: string,
): Promise<void> {
  const { db, limiter, secrets, clock } = deps
  if (user.breachedAt === null && !(await deps.breaches.has(password))) return
  const [email] = user.emails
  const isLimited =
    email === undefined ||
    (await limiter.hit('mailByRecipient', secrets.hashAddress(foldAddress(email.address)))) !==
      undefined
  await withTransaction(db, async (tx) => {
    const at = clock.now()
    const { count } = await tx.user.updateMany({
      where: { id: user.id, breachedAt: null },
      data: { breachedAt: at },
    })
    if (count > 0) {
      await recordEvent(tx, {
        kind: 'password-breached',
        actor: userActor(user),
        at,
        userId: user.id,
        from: { origin, secrets },
      })
    }
    if (isLimited) return
    const token = await signMailLink(deps, 'reset-password', user.id)
    const recipient = { address: email.address, username: user.username }
    await queueMail(tx, passwordBreachedMail(deps.config, recipient, token))
  })
  void deps.outbox.flush()
  throw new ProblemError(
    'password_breached',
    'This password is in a list of leaked ones; a link to set a new one was mailed to you',
  )
}
