import { ProblemError, type signIn as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { findUserByLogin } from '../accounts/accounts.queries.ts'
import { presentAccount } from '../accounts/present-account.ts'
import { isRememberedDevice } from '../two-factor/remembered-device.ts'
import { beginSecondStep } from '../two-factor/second-step.ts'
import { listFactors } from '../two-factor/two-factor.queries.ts'
import { completeSignIn } from './complete-sign-in.ts'
import { refuseBreached } from './refuse-breached.ts'

/**
 * Signs in with a username or an address. Unknown names cost the same hash and get the same answer;
 * that an account is disabled is said only after the right password. Where the account has a second
 * factor and this browser is not remembered, there is no session yet, but the step that is missing.
 */
export const signIn: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, origin } = context
  const { db, limiter, passwords } = deps
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
  await refuseBreached(context, user, body.password)
  if (outdated) {
    const passwordHash = await passwords.hash(body.password)
    await db.user.update({ where: { id: user.id }, data: { passwordHash } })
  }
  const factors = await listFactors(db, user.id)
  const isKnownDevice = factors.length > 0 && (await isRememberedDevice(context, user))
  if (factors.length > 0 && !isKnownDevice) {
    const secondStep = await beginSecondStep(deps, user, body.remember, factors)
    return { account: null, secondStep }
  }
  const { remember } = body
  const factor = isKnownDevice ? 'device' : 'none'
  const cookie = await withTransaction(db, (tx) =>
    completeSignIn(tx, context, user, { remember, factor }),
  )
  context.setSession(cookie)
  return { account: presentAccount(user), secondStep: null }
}
