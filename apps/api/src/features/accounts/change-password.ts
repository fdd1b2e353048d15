import {
  passwordLength,
  passwordMinLength,
  ProblemError,
  type changePassword as endpoint,
} from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notAuthenticated, refuseWhenLimited } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { openSession } from '../sessions/open-session.ts'
import { knowBrowser } from '../two-factor/known-browser.ts'
import { findUserById } from './accounts.queries.ts'
import { checkPassword } from './check-password.ts'
import { setPassword, tooShort } from './set-password.ts'

/** Changes the password; every session ends, and this browser gets a new one. */
export const changePassword: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, caller, origin } = context
  const { db, passwords, limiter } = deps
  refuseWhenLimited(await limiter.hit('passwordChangeByUser', caller.user.id))
  const user = await findUserById(db, caller.user.id)
  if (user === undefined) throw notAuthenticated()
  const { right } = await passwords.verify(body.currentPassword, user.passwordHash ?? undefined)
  if (!right) throw new ProblemError('password_wrong', 'The current password is not right')
  const { username, name, emails } = user
  // Said before the hash is paid for; said again when it is written.
  if (passwordLength(body.newPassword) < passwordMinLength(user.hasSecondFactor)) {
    throw tooShort('body/newPassword')
  }
  await checkPassword(deps, 'body/newPassword', body.newPassword, {
    username,
    name,
    email: emails[0]?.address,
  })
  const passwordHash = await passwords.hash(body.newPassword)
  const cookie = await withTransaction(db, async (tx) => {
    const current = await tx.session.findUnique({ where: { id: caller.sessionId } })
    const pointer = 'body/newPassword'
    await setPassword(tx, deps, user, { password: body.newPassword, passwordHash, pointer })
    await recordEvent(tx, {
      kind: 'password-changed',
      actor: actorOf(caller),
      at: deps.clock.now(),
      userId: user.id,
      from: { origin, secrets: deps.secrets },
    })
    await knowBrowser(tx, context, user)
    return openSession(tx, context, user.id, current?.remember ?? false)
  })
  context.setSession(cookie)
  void deps.outbox.flush()
}
