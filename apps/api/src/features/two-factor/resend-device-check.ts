import type { resendDeviceCheck as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { findUserById } from '../accounts/accounts.queries.ts'
import { mailDeviceLink, readWaiting, refuseDisabled } from './device-check.ts'
import { browserMark } from './known-browser.ts'
import { readStep, refuseUsedStep, stepInvalid } from './step-token.ts'

/** Mails another link for a sign-in that waits; the one from before stays good for its time. */
export const resendDeviceCheck: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, browser } = context
  const step = await readStep(deps, 'new-device', body.step)
  await refuseUsedStep(deps.db, step)
  const waiting = readWaiting(step.id, step.claims)
  const user = await findUserById(deps.db, step.subject)
  if (user === undefined || user.deviceEpoch !== waiting.epoch) throw stepInvalid()
  refuseDisabled(user)
  // A browser that lost its cookie could open none of the links.
  if (browser === undefined || browserMark(user.id, browser) !== waiting.browser) {
    throw stepInvalid()
  }
  refuseWhenLimited(await deps.limiter.hit('newDeviceMailByUser', user.id))
  await withTransaction(deps.db, (tx) => mailDeviceLink(tx, context, user, waiting))
  void deps.outbox.flush()
}
