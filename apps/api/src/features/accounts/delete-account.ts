import { ProblemError, type deleteAccount as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notAuthenticated, refuseWhenLimited } from '../../http/problems.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { actorOf } from '../events/record-event.ts'
import { leaveProjects } from '../people/leave-projects.ts'
import { lockProjectsOf } from '../projects/projects.queries.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
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
  const left = await withTransaction(db, (tx) => remove(tx, context))
  context.setSession(null)
  const { serial, projects } = left
  await Promise.all(
    projects.map(({ normalizedName }) => deps.pages.announce(normalizedName, serial)),
  )
  void deps.outbox.flush()
}

async function remove(tx: Tx, { deps, caller, origin }: Parameters<UseCase<typeof endpoint>>[1]) {
  const userId = caller.user.id
  const user = await lockUser(tx, userId)
  if (user === undefined) throw notAuthenticated()
  // The other owner of a project may go at this moment: both look at it one after the other.
  await lockProjectsOf(tx, userId)
  await endSoleDeletions(tx, userId)
  if ((await findSoleOwnerships(tx, userId)).length > 0) {
    const detail = 'You are the only owner of a project; add another or delete it'
    throw new ProblemError('sole_owner', detail)
  }
  const { username } = user
  const addresses = await tx.emailAddress.findMany({
    where: { userId, verifiedAt: { not: null } },
    select: { address: true },
  })
  for (const { address } of addresses) {
    await queueMail(tx, accountDeletedMail(deps.config, { address, username }))
  }
  const changes = await leaveProjects(tx, deps, { person: user, actor: actorOf(caller), origin })
  await tx.retiredUsername.createMany({
    data: { usernameFolded: foldUsername(username), retiredAt: deps.clock.now() },
    skipDuplicates: true,
  })
  await tx.idempotencyKey.deleteMany({ where: { userId } })
  // Everything that is the user's goes with the principal.
  await tx.principal.delete({ where: { id: userId } })
  if (changes.length === 0) return { serial: 0n, projects: [] }
  return {
    serial: await advanceIndex(tx, changes),
    projects: changes.map(({ project }) => project),
  }
}
