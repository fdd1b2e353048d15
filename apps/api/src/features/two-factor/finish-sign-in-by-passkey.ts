import { ProblemError, type finishSignInByPasskey as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { presentAccount } from '../accounts/present-account.ts'
import { completeSignIn } from '../sessions/complete-sign-in.ts'
import { rememberDevice } from './remembered-device.ts'
import { readSecondStep, recordFailedFactor, useSecondStep } from './second-step.ts'
import { usePasskey, verifyAssertion } from './verify-assertion.ts'

/**
 * Finishes a sign-in with a passkey. Nobody guesses one: tries are counted by address alone, so that
 * a stranger who uses the codes up keeps nobody's key out.
 */
export const finishSignInByPasskey: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, origin } = context
  const { limiter, secrets, clock } = deps
  const address = secrets.hashAddress(origin.address)
  refuseWhenLimited(await limiter.peek('signInByAddress', address))
  const begun = await readSecondStep(deps, body.step)
  const { user, remember } = begun
  try {
    const shown = await verifyAssertion(deps, origin, 'passkey-second-step', user.id, body)
    const cookie = await withTransaction(deps.db, async (tx) => {
      await useSecondStep(tx, begun)
      await usePasskey(tx, shown, clock.now())
      return completeSignIn(tx, context, user, { remember, factor: 'passkey' })
    })
    context.setSession(cookie)
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'passkey_refused') {
      await limiter.hit('signInByAddress', address)
      await recordFailedFactor(deps, origin, user, 'passkey')
    }
    throw error
  }
  if (body.rememberDevice) await rememberDevice(context, user)
  return presentAccount(user)
}
