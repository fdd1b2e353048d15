import type { Deps } from '../../deps.ts'
import type { Tx } from '../../infra/db/database.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { addressTakenMail, verificationMail } from '../accounts/account-mails.ts'
import { signMailLink } from '../accounts/mail-link.ts'

type Waiting = { id: string; address: string; addressFolded: string; userId: string }

/**
 * Mails the link that proves an address; to one that another account has, a notice that does not
 * name who asked.
 */
export async function mailProof(
  tx: Tx,
  deps: Deps,
  { id, address, addressFolded, userId }: Waiting,
  username: string,
): Promise<void> {
  const known = await tx.emailAddress.findUnique({
    where: { addressFolded },
    include: { user: { select: { username: true } } },
  })
  if (known !== null && known.userId !== userId) {
    const owner = { address: known.address, username: known.user.username }
    await queueMail(tx, addressTakenMail(deps.config, owner))
    return
  }
  const token = await signMailLink(deps, 'verify-email', id)
  await queueMail(tx, verificationMail(deps.config, { address, username }, token))
}
