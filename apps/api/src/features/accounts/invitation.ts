import { ProblemError } from '@wheelhouse/shared-types'
import type { Invitation } from '@wheelhouse/database'
import type { Deps } from '../../deps.ts'
import type { Db, Tx } from '../../infra/db/database.ts'
import { foldAddress } from './accounts.queries.ts'
import { linkInvalid, readMailLink, type MailLink } from './mail-link.ts'

/** Neither used nor taken back; it may have ended. */
export const OPEN = { usedAt: null, revokedAt: null } as const

export type InvitationState = 'open' | 'used' | 'revoked' | 'expired'

export function stateOf(invitation: Invitation, now: Date): InvitationState {
  const { usedAt, revokedAt, expiresAt } = invitation
  if (usedAt !== null) return 'used'
  if (revokedAt !== null && revokedAt < expiresAt) return 'revoked'
  return expiresAt <= now ? 'expired' : 'open'
}

/**
 * The invitation of a token, whose subject is the address. It is good once, until it is taken back,
 * and while nobody has the address.
 * @throws ProblemError `registration_closed` or `link_invalid`.
 */
export async function readInvitation(
  deps: Pick<Deps, 'config' | 'secrets' | 'clock' | 'db'>,
  token: string,
): Promise<MailLink> {
  refuseWhenClosed(deps)
  const link = await readMailLink(deps, 'invitation', token)
  const open = await deps.db.invitation.findFirst({ where: { id: link.id, ...OPEN } })
  if (open === null || (await hasAccount(deps.db, link.subject))) throw linkInvalid()
  return link
}

/**
 * Uses an invitation up, in the transaction of the account and before it: of many at once, one
 * succeeds.
 * @throws ProblemError `link_invalid` when it was used or taken back meanwhile.
 */
export async function useInvitation(tx: Tx, id: string, at: Date): Promise<void> {
  const where = { id, ...OPEN }
  const { count } = await tx.invitation.updateMany({ where, data: { usedAt: at } })
  if (count === 0) throw linkInvalid()
}

export const hasAccount = async (db: Db | Tx, email: string): Promise<boolean> =>
  (await db.emailAddress.findUnique({ where: { addressFolded: foldAddress(email) } })) !== null

/** @throws ProblemError `registration_closed`. */
export function refuseWhenClosed({ config }: Pick<Deps, 'config'>): void {
  if (config.REGISTRATION !== 'closed') return
  throw new ProblemError('registration_closed', 'This index does not take new accounts')
}
