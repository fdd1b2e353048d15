import type { completePasswordReset as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import { checkPassword } from './check-password.ts'
import { findReset } from './find-reset.ts'
import { limitLinks } from './limit-mails.ts'
import { readMailLink, useMailLink } from './mail-link.ts'
import { setPassword } from './set-password.ts'

/** Sets a new password by link. Does not sign in; the mail that was read verifies its address. */
export const completePasswordReset: UseCase<typeof endpoint> = async (
  { body },
  { deps, origin },
) => {
  await limitLinks(deps, origin)
  const link = await readMailLink(deps, 'reset-password', body.token)
  const { username, name, emails } = await findReset(deps.db, link)
  const context = { username, name, email: emails[0]?.address }
  await checkPassword(deps, 'body/password', body.password, context)
  const passwordHash = await deps.passwords.hash(body.password)
  await withTransaction(deps.db, async (tx) => {
    const user = await findReset(tx, link)
    await useMailLink(tx, 'reset-password', link)
    const { password } = body
    await setPassword(tx, deps, user, { password, passwordHash, pointer: 'body/password' })
    const at = deps.clock.now()
    await tx.emailAddress.updateMany({
      where: {
        userId: user.id,
        isPrimary: true,
        verifiedAt: null,
        // No link is mailed there: this one came from an operator.
        OR: [{ bounce: null }, { bounce: { not: 'hard' } }],
      },
      data: { verifiedAt: at, bounce: null, softBounces: 0 },
    })
    await recordEvent(tx, {
      kind: 'password-reset',
      actor: userActor(user),
      at,
      userId: user.id,
      from: { origin, secrets: deps.secrets },
    })
  })
  void deps.outbox.flush()
}
