import { ProblemError, type makeEmailPrimary as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notAuthenticated, notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { primaryChangedMail } from '../accounts/account-mails.ts'
import { lockUser } from '../accounts/accounts.queries.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'

/** Sends mail to another verified address from now on. Reset links from before are dead. */
export const makeEmailPrimary: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  const { id: userId, username } = caller.user
  await withTransaction(deps.db, async (tx) => {
    const user = await lockUser(tx, userId)
    if (user === undefined) throw notAuthenticated()
    const wanted = await tx.emailAddress.findFirst({ where: { id: params.id, userId } })
    if (wanted === null) {
      const waiting = await tx.pendingEmail.findFirst({ where: { id: params.id, userId } })
      throw waiting === null ? notFound('This address') : unverified()
    }
    if (wanted.isPrimary) return
    if (wanted.verifiedAt === null) throw unverified()
    await tx.emailAddress.updateMany({ where: { userId }, data: { isPrimary: false } })
    await tx.emailAddress.update({ where: { id: wanted.id }, data: { isPrimary: true } })
    await recordEvent(tx, {
      kind: 'email-primary-changed',
      actor: actorOf(caller),
      at: deps.clock.now(),
      userId,
      details: { email: wanted.address },
      from: { origin, secrets: deps.secrets },
    })
    for (const { address } of [...user.emails, wanted]) {
      await queueMail(tx, primaryChangedMail(deps.config, { address, username }, wanted.address))
    }
  })
  void deps.outbox.flush()
}

const unverified = () =>
  new ProblemError('email_unverified', 'Open the link in the verification mail of this address')
