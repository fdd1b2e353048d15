import type { Bounce, EmailAddress } from '@wheelhouse/database'
import type { Deps } from '../../deps.ts'
import type { Db, Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { emailBouncedMail } from '../accounts/account-mails.ts'
import { foldAddress, lockUser } from '../accounts/accounts.queries.ts'
import { recordEvent, type Actor } from '../events/record-event.ts'

export const MAIL_EVENT_KINDS = ['hard-bounce', 'soft-bounce', 'spam-report', 'delivered'] as const
/** What became of a mail, as its sender or a reader's provider tells it. */
export type MailEvent = { kind: (typeof MAIL_EVENT_KINDS)[number]; address: string }

/** Mails that may be held up before an address counts as one that mail does not reach. */
const MOST_SOFT_BOUNCES = 5

const BOUNCES = { 'hard-bounce': 'hard', 'soft-bounce': 'soft', 'spam-report': 'spam' } as const
/** A worse reason takes the place of another, never the other way round. */
const WEIGHTS: Record<Bounce, number> = { soft: 1, spam: 2, hard: 3 }

const MAIL_SERVER: Actor = { kind: 'system', id: null, name: 'mail server' }

/** Whether mail to this address came back for good, and it was not proven since. */
export async function isAddressGone(db: Db, address: string): Promise<boolean> {
  const where = { addressFolded: foldAddress(address), bounce: 'hard' } as const
  return (await db.emailAddress.count({ where })) > 0
}

/**
 * Keeps what became of a mail: an address that mail comes back from, is held up for more than five
 * times, or whose reader called it spam is verified no more and shown to nobody. The owner's history
 * says it, and their other verified addresses are told. Signing in goes on.
 * @returns whether it changed an address.
 */
export async function applyMailEvent(
  deps: Pick<Deps, 'config' | 'db' | 'clock'>,
  { kind, address }: MailEvent,
): Promise<boolean> {
  const { db } = deps
  const addressFolded = foldAddress(address)
  if (kind === 'delivered') {
    const where = { addressFolded, softBounces: { gt: 0 } }
    await db.emailAddress.updateMany({ where, data: { softBounces: 0 } })
    return false
  }
  if (kind !== 'soft-bounce') {
    const data = { bounce: BOUNCES[kind] }
    await db.pendingEmail.updateMany({ where: { addressFolded }, data })
  }
  return withTransaction(db, async (tx) => {
    const known = await tx.emailAddress.findUnique({ where: { addressFolded } })
    const user = known && (await lockUser(tx, known.userId))
    const email = await tx.emailAddress.findUnique({ where: { addressFolded } })
    // It may have gone, or changed hands, while the row was waited for.
    if (email === null || user?.id !== email.userId) return false
    if (kind === 'soft-bounce') {
      const softBounces = email.softBounces + 1
      await tx.emailAddress.update({ where: { id: email.id }, data: { softBounces } })
      if (softBounces <= MOST_SOFT_BOUNCES) return false
    }
    const bounce = BOUNCES[kind]
    if (email.bounce !== null && WEIGHTS[email.bounce] >= WEIGHTS[bounce]) return false
    await unverify(tx, deps, { email, bounce, username: user.username })
    return true
  })
}

async function unverify(
  tx: Tx,
  { config, clock }: Pick<Deps, 'config' | 'clock'>,
  told: { email: EmailAddress; bounce: Bounce; username: string },
): Promise<void> {
  const { email, bounce, username } = told
  const { id, userId, address } = email
  await tx.emailAddress.update({
    where: { id },
    data: {
      verifiedAt: null,
      isPublic: false,
      bounce,
      wasVerified: email.wasVerified || email.verifiedAt !== null,
    },
  })
  await recordEvent(tx, {
    kind: 'email-bounced',
    actor: MAIL_SERVER,
    at: clock.now(),
    userId,
    details: { email: address, reason: bounce },
  })
  const others = await tx.emailAddress.findMany({ where: { userId, verifiedAt: { not: null } } })
  for (const other of others) {
    const to = { address: other.address, username }
    await queueMail(tx, emailBouncedMail(config, to, { address, bounce }))
  }
}
