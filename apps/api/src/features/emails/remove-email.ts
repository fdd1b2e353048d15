import { ProblemError, type removeEmail as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notAuthenticated, notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { emailRemovedMail } from '../accounts/account-mails.ts'
import { lockUser } from '../accounts/accounts.queries.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'

/** Removes an own address but the primary one. Links to prove it are dead with it. */
export const removeEmail: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  const { id: userId, username } = caller.user
  await withTransaction(deps.db, async (tx) => {
    const user = await lockUser(tx, userId)
    if (user === undefined) throw notAuthenticated()
    const where = { id: params.id, userId }
    const owned = await tx.emailAddress.findFirst({ where })
    if (owned?.isPrimary === true) {
      throw new ProblemError('email_primary', 'Make another address the primary one first')
    }
    const gone = owned ?? (await tx.pendingEmail.findFirst({ where }))
    if (gone === null) throw notFound('This address')
    await tx.emailAddress.deleteMany({ where })
    await tx.pendingEmail.deleteMany({ where })
    await recordEvent(tx, {
      kind: 'email-removed',
      actor: actorOf(caller),
      at: deps.clock.now(),
      userId,
      details: { email: gone.address },
      from: { origin, secrets: deps.secrets },
    })
    // One that was never proven may be a stranger's: it hears nothing.
    const told = [...user.emails, ...(owned === null ? [] : [owned])]
    for (const { address, verifiedAt } of told) {
      if (verifiedAt === null) continue
      await queueMail(tx, emailRemovedMail(deps.config, { address, username }, gone.address))
    }
  })
  void deps.outbox.flush()
}
