import { ProblemError } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import { isUniqueViolation, withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { SYSTEM } from '../events/record-event.ts'
import { invitationMail } from './account-mails.ts'
import { foldAddress } from './accounts.queries.ts'
import { hasAccount, OPEN, refuseWhenClosed } from './invitation.ts'
import { linkExpiry, signMailLink } from './mail-link.ts'

/** Invitations are listed for a year after their end. */
const KEEP_MS = 365 * 24 * 60 * 60 * 1000

/**
 * Makes the link by which somebody opens an account for an address, and mails it if asked to. It
 * takes the place of an open one for the same address.
 * @throws ProblemError `registration_closed`, or `conflict` for an address that has an account, or
 * that somebody else invites at this moment.
 */
export async function inviteAddress(
  deps: Deps,
  email: string,
  { mail }: { mail: boolean },
): Promise<string> {
  refuseWhenClosed(deps)
  const { db, clock, config } = deps
  if (await hasAccount(db, email)) {
    throw new ProblemError('conflict', 'This address belongs to an account already')
  }
  const at = clock.now()
  const addressFolded = foldAddress(email)
  try {
    const link = await withTransaction(db, async (tx) => {
      const ended = new Date(at.getTime() - KEEP_MS)
      await tx.invitation.deleteMany({ where: { expiresAt: { lt: ended } } })
      await tx.invitation.updateMany({ where: { addressFolded, ...OPEN }, data: { revokedAt: at } })
      const { id } = await tx.invitation.create({
        data: {
          address: email,
          addressFolded,
          invitedBy: SYSTEM.name,
          mailed: mail,
          createdAt: at,
          expiresAt: linkExpiry('invitation', at),
        },
      })
      const token = await signMailLink(deps, 'invitation', email, { id })
      const address = `${config.PUBLIC_URL}/register/invitation?token=${token}`
      if (mail) await queueMail(tx, invitationMail(config, email, address))
      return address
    })
    if (mail) await deps.outbox.flush()
    return link
  } catch (error) {
    if (!isUniqueViolation(error, 'address_folded')) throw error
    throw new ProblemError('conflict', 'Somebody else invited this address just now')
  }
}
