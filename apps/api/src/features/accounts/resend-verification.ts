import type { resendVerification as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail, queueNothing } from '../../infra/mailer/outbox.ts'
import { verificationMail } from './account-mails.ts'
import { foldAddress } from './accounts.queries.ts'
import { answerEvenly } from './answer-evenly.ts'
import { limitMails } from './limit-mails.ts'
import { signMailLink } from './mail-link.ts'

/** Mails the verification link again when the address waits for it; says nothing either way. */
export const resendVerification: UseCase<typeof endpoint> = async ({ body }, { deps, origin }) => {
  await limitMails(deps, origin, body.email)
  await answerEvenly(() =>
    withTransaction(deps.db, async (tx) => {
      const email = await tx.emailAddress.findUnique({
        where: { addressFolded: foldAddress(body.email) },
        include: { user: true },
      })
      if (email === null || email.verifiedAt !== null) {
        await signMailLink(deps, 'verify-email', 'nobody')
        return queueNothing(tx, deps.clock.now())
      }
      const token = await signMailLink(deps, 'verify-email', email.id)
      const recipient = { address: email.address, username: email.user.username }
      await queueMail(tx, verificationMail(deps.config, recipient, token))
    }),
  )
  void deps.outbox.flush()
}
