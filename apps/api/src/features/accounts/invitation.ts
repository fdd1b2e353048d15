import { ProblemError } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { Db, Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { invitationMail } from './account-mails.ts'
import { foldAddress } from './accounts.queries.ts'
import { linkInvalid, readMailLink, signMailLink, type MailLink } from './mail-link.ts'

/**
 * Makes the link by which somebody opens an account for an address, and mails it if asked to.
 * @throws ProblemError `registration_closed`, or `conflict` for an address that has an account.
 */
export async function inviteAddress(
  deps: Deps,
  email: string,
  { mail }: { mail: boolean },
): Promise<string> {
  refuseWhenClosed(deps)
  if (await hasAccount(deps.db, email)) {
    throw new ProblemError('conflict', 'This address belongs to an account already')
  }
  const token = await signMailLink(deps, 'invitation', email)
  const link = `${deps.config.PUBLIC_URL}/register/invitation?token=${token}`
  if (mail) {
    await withTransaction(deps.db, (tx) => queueMail(tx, invitationMail(deps.config, email, link)))
    await deps.outbox.flush()
  }
  return link
}

/**
 * The invitation of a token, whose subject is the address. It is good once, and while nobody has the
 * address.
 * @throws ProblemError `registration_closed` or `link_invalid`.
 */
export async function readInvitation(
  deps: Pick<Deps, 'config' | 'secrets' | 'clock' | 'db'>,
  token: string,
): Promise<MailLink> {
  refuseWhenClosed(deps)
  const link = await readMailLink(deps, 'invitation', token)
  const used = await deps.db.usedLink.findUnique({ where: { id: link.id } })
  if (used !== null || (await hasAccount(deps.db, link.subject))) throw linkInvalid()
  return link
}

const hasAccount = async (db: Db | Tx, email: string): Promise<boolean> =>
  (await db.emailAddress.findUnique({ where: { addressFolded: foldAddress(email) } })) !== null

function refuseWhenClosed({ config }: Pick<Deps, 'config'>): void {
  if (config.REGISTRATION !== 'closed') return
  throw new ProblemError('registration_closed', 'This index does not take new accounts')
}
