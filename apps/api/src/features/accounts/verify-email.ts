import type { verifyEmail as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { isUniqueViolation, withTransaction } from '../../infra/db/with-transaction.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import { confirmAddress } from './confirm-address.ts'
import { limitLinks } from './limit-mails.ts'
import { linkInvalid, readMailLink, useMailLink } from './mail-link.ts'

/** Confirms an address; works in any browser, signed in or not. */
export const verifyEmail: UseCase<typeof endpoint> = async ({ body }, { deps, origin }) => {
  await limitLinks(deps, origin)
  const link = await readMailLink(deps, 'verify-email', body.token)
  try {
    return await withTransaction(deps.db, async (tx) => {
      await useMailLink(tx, 'verify-email', link)
      const at = deps.clock.now()
      const { email, user, becamePrimary } = await confirmAddress(tx, link.subject, at)
      const common = {
        actor: userActor(user),
        at,
        userId: user.id,
        details: { email: email.address },
      }
      const from = { origin, secrets: deps.secrets }
      await recordEvent(tx, { ...common, from, kind: 'email-verified' })
      if (becamePrimary) await recordEvent(tx, { ...common, from, kind: 'email-primary-changed' })
      return { email: email.address, username: user.username }
    })
  } catch (error) {
    // Somebody else proved the same address, or registered it, at the same moment.
    if (isUniqueViolation(error, 'address_folded')) throw linkInvalid()
    throw error
  }
}
