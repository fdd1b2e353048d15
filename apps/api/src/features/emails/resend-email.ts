import type { resendEmail as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notFound } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { limitMails } from '../accounts/limit-mails.ts'
import { mailProof } from './mail-proof.ts'

/** Mails the link of an own address again; does nothing for one that is verified. */
export const resendEmail: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { deps, caller, origin } = context
  const where = { id: params.id, userId: caller.user.id }
  const owned = await deps.db.emailAddress.findFirst({ where })
  if (owned !== null && owned.verifiedAt !== null) return
  const waiting = owned ?? (await deps.db.pendingEmail.findFirst({ where }))
  if (waiting === null) throw notFound('This address')
  await limitMails(deps, origin, waiting.address)
  await withTransaction(deps.db, (tx) => mailProof(tx, deps, waiting, caller.user.username))
  void deps.outbox.flush()
}
