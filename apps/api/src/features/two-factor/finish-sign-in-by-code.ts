import {
  isRecoveryCode,
  isTotpCode,
  ProblemError,
  type finishSignInByCode as endpoint,
} from '@wheelhouse/shared-types'
import type { Context, UseCase } from '../../http/bind.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { presentAccount } from '../accounts/present-account.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import { completeSignIn } from '../sessions/complete-sign-in.ts'
import { checkTotp, codeWrong, takeTotpStep } from './check-totp.ts'
import { beginDeviceCheck, isDeviceChecked } from './device-check.ts'
import { limitCodes } from './limit-codes.ts'
import { isUnusedRecoveryCode, useRecoveryCode } from './recovery-codes.ts'
import { rememberDevice } from './remembered-device.ts'
import { openSecret } from '../../infra/seal-secret.ts'
import {
  readSecondStep,
  recordFailedFactor,
  useSecondStep,
  type BegunSignIn,
} from './second-step.ts'
import { refuseUsedStep } from './step-token.ts'
import { FACTOR_NEWS, mailFactorNews } from './two-factor-mails.ts'

/**
 * Finishes a sign-in with a code; a wrong one leaves the step as it was. In a browser that is new to
 * the account there is no session yet: a look-alike site can pass a code on, but opens no mailed link.
 */
export const finishSignInByCode: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, origin } = context
  const begun = await readSecondStep(deps, body.step)
  const { user, remember } = begun
  const { factor } = body
  // A recovery code is for the day on which the other factors are lost, not for getting rid of them.
  const remembers = body.rememberDevice && factor !== 'recovery'
  const isChecked = await isDeviceChecked(context, user)
  const look = factor === 'recovery' ? lookAtRecoveryCode : lookAtTotp
  try {
    const { cookie, deviceCheck } = await limitCodes(deps, origin, user.id, async () => {
      const useUp = await look(context, begun, body.code)
      // Before the code is used up: it is still good when mails may be sent again.
      if (isChecked) refuseWhenLimited(await deps.limiter.hit('newDeviceMailByUser', user.id))
      return withTransaction(deps.db, async (tx) => {
        await useSecondStep(tx, begun)
        await useUp(tx)
        if (isChecked) {
          const asked = { factor, remember, rememberDevice: remembers }
          return { deviceCheck: await beginDeviceCheck(tx, context, user, asked) }
        }
        return { cookie: await completeSignIn(tx, context, user, { remember, factor }) }
      })
    })
    void deps.outbox.flush()
    if (deviceCheck !== undefined) return { account: null, deviceCheck }
    context.setSession(cookie)
  } catch (error) {
    const { code } = error instanceof ProblemError ? error : { code: undefined }
    if (code === 'code_wrong' || code === 'clock_drift') {
      await recordFailedFactor(deps, origin, user, factor)
    }
    throw error
  }
  if (remembers) await rememberDevice(context, user)
  return { account: presentAccount(user), deviceCheck: null }
}

/** Uses a code up that was found right. */
type UseUp = (tx: Tx) => Promise<void>

async function lookAtTotp({ deps }: Context, { user }: BegunSignIn, code: string): Promise<UseUp> {
  const { db, secrets, clock } = deps
  const at = clock.now()
  const row = await db.authenticator.findUnique({ where: { userId: user.id } })
  if (row === null || !isTotpCode(code)) throw codeWrong()
  const secret = openSecret(secrets.sealKey, user.id, row.secret)
  const timeStep = await checkTotp(secret, code, at, 'slow')
  return (tx) => takeTotpStep(tx, user.id, timeStep, at)
}

async function lookAtRecoveryCode(
  { deps, origin }: Context,
  { user, step }: BegunSignIn,
  code: string,
): Promise<UseUp> {
  const { db, secrets, clock, config } = deps
  const isRight = isRecoveryCode(code) && (await isUnusedRecoveryCode(db, user.id, code))
  if (!isRight) {
    // Sent twice at once, the same code is used up by the other one, and so is the step.
    await refuseUsedStep(db, step)
    throw codeWrong()
  }
  return async (tx) => {
    const at = clock.now()
    const left = await useRecoveryCode(tx, user.id, code, at)
    if (left === undefined) throw codeWrong()
    await recordEvent(tx, {
      kind: 'recovery-code-used',
      actor: userActor(user),
      at,
      userId: user.id,
      details: { left },
      from: { origin, secrets },
    })
    await mailFactorNews(tx, config, user, FACTOR_NEWS.codeUsed(left))
  }
}
