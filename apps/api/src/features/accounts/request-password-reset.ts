import type { requestPasswordReset as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail, queueNothing } from '../../infra/mailer/outbox.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import { passwordResetMail } from './account-mails.ts'
import { findUserByLogin } from './accounts.queries.ts'
import { answerEvenly } from './answer-evenly.ts'
import { limitMails } from './limit-mails.ts'
import { signMailLink } from './mail-link.ts'

/**
 * Mails a link to the primary address of a known, active user; the answer is the same for any name.
 * An address that is not verified gets it too: whoever reads it is its owner, and the link verifies
 * it, so that nobody can hold a stranger's address by registering it first.
 */
export const requestPasswordReset: UseCase<typeof endpoint> = async (
  { body },
  { deps, origin },
) => {
  await limitMails(deps, origin, body.login)
  await answerEvenly(() =>
    withTransaction(deps.db, async (tx) => {
      const user = await findUserByLogin(tx, body.login)
      const email = user?.emails[0]
      if (user === undefined || email === undefined || user.status !== 'active') {
        await signMailLink(deps, 'reset-password', 'nobody')
        await queueNothing(tx, deps.clock.now())
        // In the place of the event.
        return queueNothing(tx, deps.clock.now())
      }
      const token = await signMailLink(deps, 'reset-password', user.id)
      const recipient = { address: email.address, username: user.username }
      await queueMail(tx, passwordResetMail(deps.config, recipient, token))
      await recordEvent(tx, {
        kind: 'password-reset-requested',
        actor: userActor(user),
        at: deps.clock.now(),
        userId: user.id,
        from: { origin, secrets: deps.secrets },
      })
    }),
  )
  void deps.outbox.flush()
}
