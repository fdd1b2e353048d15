import { ProblemError, type confirmByPasskey as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { usePasskey, verifyAssertion } from './verify-assertion.ts'

/** Makes the session fresh again by passkey. */
export const confirmByPasskey: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, caller, origin } = context
  const { limiter, secrets, clock } = deps
  const address = secrets.hashAddress(origin.address)
  refuseWhenLimited(await limiter.peek('signInByAddress', address))
  try {
    const shown = await verifyAssertion(deps, origin, 'passkey-confirm', caller.user.id, body)
    await withTransaction(deps.db, async (tx) => {
      const at = clock.now()
      await usePasskey(tx, shown, at)
      await tx.session.updateMany({ where: { id: caller.sessionId }, data: { confirmedAt: at } })
    })
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'passkey_refused') {
      await limiter.hit('signInByAddress', address)
    }
    throw error
  }
}
