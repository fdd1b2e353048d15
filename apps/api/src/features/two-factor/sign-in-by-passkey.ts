import { ProblemError, type signInByPasskey as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { presentAccount } from '../accounts/present-account.ts'
import { completeSignIn } from '../sessions/complete-sign-in.ts'
import { ANYBODY } from './step-token.ts'
import { usePasskey, verifyAssertion } from './verify-assertion.ts'

/** Signs in with a passkey alone: something that one has, which verified who holds it. */
export const signInByPasskey: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, origin } = context
  const { limiter, secrets, clock } = deps
  const address = secrets.hashAddress(origin.address)
  refuseWhenLimited(await limiter.peek('signInByAddress', address))
  try {
    const shown = await verifyAssertion(deps, origin, 'passkey-sign-in', ANYBODY, body)
    const { user } = shown
    if (user.status !== 'active') {
      throw new ProblemError('account_disabled', 'This account cannot sign in; ask an operator')
    }
    const cookie = await withTransaction(deps.db, async (tx) => {
      await usePasskey(tx, shown, clock.now())
      const { remember } = body
      return completeSignIn(tx, context, user, { remember, factor: 'passkey-alone' })
    })
    context.setSession(cookie)
    return presentAccount(user)
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'passkey_refused') {
      await limiter.hit('signInByAddress', address)
    }
    throw error
  }
}
