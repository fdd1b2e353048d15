import { ProblemError, type signIn as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { findUserByLogin } from '../accounts/accounts.queries.ts'
import { presentAccount } from '../accounts/present-account.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import { openSession } from './open-session.ts'

/**
 * Signs in with a username or an address. Unknown names cost the same hash and get the same answer;
 * that an account is disabled is said only after the right password.
 */
export const signIn: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, origin } = context
  const { db, limiter, passwords, clock } = deps
  const address = deps.secrets.hashAddress(origin.address)
  refuseWhenLimited(
    (await limiter.peek('signInByAddress', address)) ??
      (await limiter.peek('signInEverywhere', 'all')),
  )
  const user = await findUserByLogin(db, body.login)
  const { right, outdated } = await passwords.verify(body.password, user?.passwordHash ?? undefined)
  if (user === undefined || !right) {
    await limiter.hit('signInByAddress', address)
    await limiter.hit('signInEverywhere', 'all')
    throw new ProblemError('credentials_wrong', 'The name or the password is not right')
  }
  if (user.status !== 'active') {
    throw new ProblemError('account_disabled', 'This account cannot sign in; ask an operator')
  }
  const newHash = outdated ? await passwords.hash(body.password) : undefined
  const cookie = await withTransaction(db, async (tx) => {
    if (newHash !== undefined) {
      await tx.user.update({ where: { id: user.id }, data: { passwordHash: newHash } })
    }
    await recordEvent(tx, {
      kind: 'signed-in',
      actor: userActor(user),
      at: clock.now(),
      userId: user.id,
      from: { origin, secrets: deps.secrets },
    })
    return openSession(tx, context, user.id, body.remember)
  })
  context.setSession(cookie)
  return presentAccount(user)
}
