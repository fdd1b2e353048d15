import {
  isRecoveryCode,
  isTotpCode,
  ProblemError,
  type finishSignInByCode as endpoint,
} from '@wheelhouse/shared-types'
import type { Context, UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { presentAccount } from '../accounts/present-account.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import { completeSignIn } from '../sessions/complete-sign-in.ts'
import { checkTotp, codeWrong, takeTotpStep } from './check-totp.ts'
import { limitCodes } from './limit-codes.ts'
import { useRecoveryCode } from './recovery-codes.ts'
import { rememberDevice } from './remembered-device.ts'
import { openSecret } from './seal-secret.ts'
import {
  readSecondStep,
  recordFailedFactor,
  useSecondStep,
  type BegunSignIn,
} from './second-step.ts'
import { FACTOR_NEWS, mailFactorNews } from './two-factor-mails.ts'

/** Finishes a sign-in with a code; a wrong one leaves the step as it was. */
export const finishSignInByCode: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, origin } = context
  const begun = await readSecondStep(deps, body.step)
  const byRecovery = body.factor === 'recovery'
  const finish = byRecovery ? finishByRecoveryCode : finishByTotp
  try {
    const cookie = await limitCodes(deps, origin, begun.user.id, () =>
      finish(context, begun, body.code),
    )
    context.setSession(cookie)
  } catch (error) {
    const { code } = error instanceof ProblemError ? error : { code: undefined }
    if (code === 'code_wrong' || code === 'clock_drift') {
      await recordFailedFactor(deps, origin, begun.user, body.factor)
    }
    throw error
  }
  // A recovery code is for the day on which the other factors are lost, not for getting rid of them.
  if (body.rememberDevice && !byRecovery) await rememberDevice(context, begun.user)
  void deps.outbox.flush()
  return presentAccount(begun.user)
}

type Cookie = { value: string; maxAge: number }

async function finishByTotp(context: Context, begun: BegunSignIn, code: string): Promise<Cookie> {
  const { db, secrets, clock } = context.deps
  const { user, remember } = begun
  const at = clock.now()
  const row = await db.authenticator.findUnique({ where: { userId: user.id } })
  if (row === null || !isTotpCode(code)) throw codeWrong()
  const secret = openSecret(secrets.sealKey, user.id, row.secret)
  const timeStep = await checkTotp(secret, code, at, 'slow')
  return withTransaction(db, async (tx) => {
    await useSecondStep(tx, begun)
    await takeTotpStep(tx, user.id, timeStep, at)
    return completeSignIn(tx, context, user, { remember, factor: 'authenticator' })
  })
}

async function finishByRecoveryCode(
  context: Context,
  begun: BegunSignIn,
  code: string,
): Promise<Cookie> {
  const { db, secrets, clock, config } = context.deps
  const { user, remember } = begun
  if (!isRecoveryCode(code)) throw codeWrong()
  const at = clock.now()
  return withTransaction(db, async (tx) => {
    await useSecondStep(tx, begun)
    const left = await useRecoveryCode(tx, user.id, code, at)
    if (left === undefined) throw codeWrong()
    await recordEvent(tx, {
      kind: 'recovery-code-used',
      actor: userActor(user),
      at,
      userId: user.id,
      details: { left },
      from: { origin: context.origin, secrets },
    })
    await mailFactorNews(tx, config, user, FACTOR_NEWS.codeUsed(left))
    return completeSignIn(tx, context, user, { remember, factor: 'recovery' })
  })
}
