import { ProblemError, type confirmByPassword as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notAuthenticated, refuseWhenLimited } from '../../http/problems.ts'
import { findUserById } from '../accounts/accounts.queries.ts'

/** Makes the session fresh again by password. */
export const confirmByPassword: UseCase<typeof endpoint> = async ({ body }, { deps, caller }) => {
  const { db, limiter, passwords, clock } = deps
  const userId = caller.user.id
  refuseWhenLimited(await limiter.hit('confirmationByUser', userId))
  const user = await findUserById(db, userId)
  if (user === undefined) throw notAuthenticated()
  const { right } = await passwords.verify(body.password, user.passwordHash ?? undefined)
  if (!right) throw new ProblemError('password_wrong', 'The password is not right')
  await limiter.forgive('confirmationByUser', userId)
  await db.session.updateMany({
    where: { id: caller.sessionId },
    data: { confirmedAt: clock.now() },
  })
}
