import type { addAuthenticator as endpoint } from '@wheelhouse/shared-types'
import { fromBase32 } from '@wheelhouse/shared-types/totp'
import type { UseCase } from '../../http/bind.ts'
import { changeFactors } from './change-factors.ts'
import { checkTotp } from './check-totp.ts'
import { limitCodes } from './limit-codes.ts'
import { firstRecoveryCodes } from './recovery-codes.ts'
import { refuseUnverified } from './refuse-unverified.ts'
import { sealSecret } from '../../infra/seal-secret.ts'
import { authenticatorExists } from './start-authenticator.ts'
import { readStep, refuseUsedStep, useStep } from './step-token.ts'
import { FACTOR_NEWS } from './two-factor-mails.ts'

/** Adds the app whose secret was made before, once a code shows that it has it. */
export const addAuthenticator: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, caller, origin } = context
  const userId = caller.user.id
  refuseUnverified(caller)
  const setup = await readStep(deps, 'authenticator-setup', body.setup, userId)
  await refuseUsedStep(deps.db, setup)
  const secret = fromBase32(String(setup.claims['secret']))
  const step = await limitCodes(deps, origin, userId, () =>
    checkTotp(secret, body.code, deps.clock.now(), 'both'),
  )
  const recoveryCodes = await changeFactors(context, async (tx, _user, at) => {
    await useStep(tx, setup)
    const known = await tx.authenticator.findUnique({ where: { userId } })
    if (known !== null) throw authenticatorExists()
    await tx.authenticator.create({
      data: {
        userId,
        secret: sealSecret(deps.secrets.sealKey, userId, secret),
        lastStep: step,
        createdAt: at,
      },
    })
    return {
      kind: 'authenticator-added',
      news: FACTOR_NEWS.authenticatorAdded,
      result: await firstRecoveryCodes(tx, userId, at),
    }
  })
  return { recoveryCodes }
}
