import { ProblemError, type makeRecoveryCodes as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notAuthenticated } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { lockUser } from '../accounts/accounts.queries.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { replaceRecoveryCodes } from './recovery-codes.ts'
import { FACTOR_NEWS, mailFactorNews } from './two-factor-mails.ts'

/** Makes new recovery codes and gives them out, this once. */
export const makeRecoveryCodes: UseCase<typeof endpoint> = async (_input, context) => {
  const { deps, caller, origin } = context
  const userId = caller.user.id
  const recoveryCodes = await withTransaction(deps.db, async (tx) => {
    const user = await lockUser(tx, userId)
    if (user === undefined) throw notAuthenticated()
    if (!user.hasSecondFactor) {
      throw new ProblemError('second_factor_missing', 'Codes stand in for a second factor')
    }
    const at = deps.clock.now()
    const codes = await replaceRecoveryCodes(tx, userId, at)
    await recordEvent(tx, {
      kind: 'recovery-codes-made',
      actor: actorOf(caller),
      at,
      userId,
      from: { origin, secrets: deps.secrets },
    })
    await mailFactorNews(tx, deps.config, user, FACTOR_NEWS.codesMade)
    return codes
  })
  void deps.outbox.flush()
  return { recoveryCodes }
}
