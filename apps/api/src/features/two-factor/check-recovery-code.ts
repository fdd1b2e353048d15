import type { checkRecoveryCode as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { codeWrong } from './check-totp.ts'
import { limitCodes } from './limit-codes.ts'
import { isUnusedRecoveryCode } from './recovery-codes.ts'

/** Any unused code shows that they were kept; it stays good. */
export const checkRecoveryCode: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, caller, origin } = context
  const userId = caller.user.id
  await limitCodes(deps, origin, userId, async () => {
    if (!(await isUnusedRecoveryCode(deps.db, userId, body.code))) throw codeWrong()
  })
  const at = deps.clock.now()
  await deps.db.user.update({ where: { id: userId }, data: { codesConfirmedAt: at } })
}
