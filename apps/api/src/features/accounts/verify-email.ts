import type { verifyEmail as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import { limitLinks } from './limit-mails.ts'
import { linkInvalid, readMailLink, useMailLink } from './mail-link.ts'

/** Confirms an address; works in any browser, signed in or not. */
export const verifyEmail: UseCase<typeof endpoint> = async ({ body }, { deps, origin }) => {
  await limitLinks(deps, origin)
  const link = await readMailLink(deps, 'verify-email', body.token)
  return withTransaction(deps.db, async (tx) => {
    await useMailLink(tx, 'verify-email', link)
    const email = await tx.emailAddress.findUnique({
      where: { id: link.subject },
      include: { user: true },
    })
    if (email === null) throw linkInvalid()
    const at = deps.clock.now()
    await tx.emailAddress.update({
      where: { id: email.id },
      data: { verifiedAt: email.verifiedAt ?? at },
    })
    await recordEvent(tx, {
      kind: 'email-verified',
      actor: userActor(email.user),
      at,
      userId: email.userId,
      from: { origin, secrets: deps.secrets },
    })
    return { email: email.address, username: email.user.username }
  })
}
