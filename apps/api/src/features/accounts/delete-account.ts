import { ProblemError, type deleteAccount as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notAuthenticated, refuseWhenLimited } from '../../http/problems.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { endSoleDeletions } from '../deletions/end-sole-deletions.ts'
import { accountDeletedMail } from './account-mails.ts'
import { findUserById, foldUsername, lockUser } from './accounts.queries.ts'
import { findSoleOwnerships } from './find-sole-ownerships.ts'

/**
 * Deletes the caller's account with its sessions, tokens, addresses and roles. Projects, files and
 * the journal stay, with the username in their past: nobody gets it again.
 */
export const deleteAccount: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, caller } = context
  const { db, limiter, passwords } = deps
  const userId = caller.user.id
  if (body.username.toLowerCase() !== caller.user.username.toLowerCase()) {
    throw new ProblemError('confirmation_mismatch', 'Type your own username to confirm')
  }
  refuseWhenLimited(await limiter.hit('passwordChangeByUser', userId))
  const user = await findUserById(db, userId)
  const { right } = await passwords.verify(body.password, user?.passwordHash ?? undefined)
  if (!right) throw new ProblemError('password_wrong', 'The current password is not right')
  try {
    await withTransaction(db, (tx) => remove(tx, context))
  } catch (error) {
    // The other owner left at the same moment; the constraint looks when everything is written.
    if (error instanceof Error && /project_has_owner|would have no owner/.test(describe(error))) {
      throw soleOwner()
    }
    throw error
  }
  context.setSession(null)
  void deps.outbox.flush()
}

async function remove(tx: Tx, { deps, caller }: Parameters<UseCase<typeof endpoint>>[1]) {
  const userId = caller.user.id
  const user = await lockUser(tx, userId)
  if (user === undefined) throw notAuthenticated()
  await endSoleDeletions(tx, userId)
  if ((await findSoleOwnerships(tx, userId)).length > 0) throw soleOwner()
  const { username } = user
  const addresses = await tx.emailAddress.findMany({
    where: { userId, verifiedAt: { not: null } },
    select: { address: true },
  })
  for (const { address } of addresses) {
    await queueMail(tx, accountDeletedMail(deps.config, { address, username }))
  }
  await tx.retiredUsername.createMany({
    data: { usernameFolded: foldUsername(username), retiredAt: deps.clock.now() },
    skipDuplicates: true,
  })
  await tx.idempotencyKey.deleteMany({ where: { userId } })
  // Everything that is the user's goes with the principal.
  await tx.principal.delete({ where: { id: userId } })
}

const soleOwner = () =>
  new ProblemError('sole_owner', 'You are the only owner of a project; add another or delete it')

const describe = (error: Error): string =>
  `${error.message} ${JSON.stringify((error as { meta?: unknown }).meta ?? '')} ${error.cause instanceof Error ? error.cause.message : ''}`
