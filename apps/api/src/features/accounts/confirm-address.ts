import type { EmailAddress, User } from '@wheelhouse/database'
import type { Tx } from '../../infra/db/database.ts'
import { linkInvalid } from './mail-link.ts'

export type Confirmed = { email: EmailAddress; user: User; becamePrimary: boolean }

/**
 * Takes the address of a mailed link for proven, in the transaction that used the link up. One that
 * waited is given to its account now, the first of those that waited for it; it takes the place of a
 * primary address that was never proven, which is how a mistyped one is put right. One that was, and
 * lost it because mail came back, stays beside it.
 * @param id of an address, or of one that waits.
 * @throws ProblemError `link_invalid` when it is gone, or another account has the address.
 */
export async function confirmAddress(tx: Tx, id: string, at: Date): Promise<Confirmed> {
  const owned = await tx.emailAddress.findUnique({ where: { id }, include: { user: true } })
  if (owned !== null) {
    const { user, ...email } = owned
    const verifiedAt = email.verifiedAt ?? at
    const proven = { verifiedAt, bounce: null, softBounces: 0 }
    await tx.emailAddress.update({ where: { id }, data: proven })
    return { email: { ...email, ...proven }, user, becamePrimary: false }
  }
  const pending = await tx.pendingEmail.findUnique({ where: { id }, include: { user: true } })
  if (pending === null) throw linkInvalid()
  const { user, userId, address, addressFolded, createdAt } = pending
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR UPDATE`
  const taken = await tx.emailAddress.findUnique({ where: { addressFolded } })
  if (taken !== null) throw linkInvalid()
  await tx.pendingEmail.deleteMany({ where: { addressFolded } })
  const unproven = { userId, isPrimary: true, verifiedAt: null }
  const { count: kept } = await tx.emailAddress.updateMany({
    where: { ...unproven, wasVerified: true },
    data: { isPrimary: false },
  })
  const { count: gone } = await tx.emailAddress.deleteMany({ where: unproven })
  const becamePrimary = kept + gone > 0
  const email = await tx.emailAddress.create({
    data: {
      id,
      userId,
      address,
      addressFolded,
      isPrimary: becamePrimary,
      verifiedAt: at,
      createdAt,
    },
  })
  return { email, user, becamePrimary }
}
