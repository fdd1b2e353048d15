import { MOST_EMAILS, ProblemError, type addEmail as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notAuthenticated, refuseWhenLimited } from '../../http/problems.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { emailAddedMail } from '../accounts/account-mails.ts'
import { foldAddress, lockUser } from '../accounts/accounts.queries.ts'
import { limitMails } from '../accounts/limit-mails.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { mailProof } from './mail-proof.ts'
import { presentEmail } from './present-email.ts'

/**
 * Lets an address wait for its proof and mails the link. Whether it belongs to another account is
 * told to that account alone: the answer, the list and the work are the same.
 */
export const addEmail: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, caller, origin } = context
  const userId = caller.user.id
  refuseWhenLimited(await deps.limiter.hit('emailAddByUser', userId))
  await limitMails(deps, origin, body.email)
  const added = await withTransaction(deps.db, async (tx) => {
    const user = await lockUser(tx, userId)
    if (user === undefined) throw notAuthenticated()
    const verified = await refuseUnlessRoom(tx, userId, foldAddress(body.email))
    const at = deps.clock.now()
    const pending = await tx.pendingEmail.create({
      data: {
        userId,
        address: body.email,
        addressFolded: foldAddress(body.email),
        createdAt: at,
      },
    })
    await mailProof(tx, deps, pending, user.username)
    for (const address of verified) {
      await queueMail(
        tx,
        emailAddedMail(deps.config, { address, username: user.username }, body.email),
      )
    }
    await recordEvent(tx, {
      kind: 'email-added',
      actor: actorOf(caller),
      at,
      userId,
      details: { email: body.email },
      from: { origin, secrets: deps.secrets },
    })
    return pending
  })
  void deps.outbox.flush()
  return presentEmail(added)
}

/**
 * The verified addresses of the account.
 * @throws ProblemError `email_listed` or `too_many_emails`.
 */
async function refuseUnlessRoom(tx: Tx, userId: string, folded: string): Promise<string[]> {
  const owned = await tx.emailAddress.findMany({ where: { userId } })
  const pending = await tx.pendingEmail.findMany({ where: { userId } })
  const all = [...owned, ...pending]
  if (all.some(({ addressFolded }) => addressFolded === folded)) {
    throw new ProblemError('email_listed', 'This address is on your list already')
  }
  if (all.length >= MOST_EMAILS) {
    throw new ProblemError('too_many_emails', `An account has at most ${MOST_EMAILS} addresses`)
  }
  return owned.flatMap(({ address, verifiedAt }) => (verifiedAt === null ? [] : [address]))
}
