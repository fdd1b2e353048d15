import { ProblemError, type confirmDevice as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { findUserById, lockUser } from '../accounts/accounts.queries.ts'
import { limitLinks } from '../accounts/limit-mails.ts'
import { linkInvalid, readMailLink, useMailLink } from '../accounts/mail-link.ts'
import { presentAccount } from '../accounts/present-account.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import { completeSignIn } from '../sessions/complete-sign-in.ts'
import { readWaiting, refuseDisabled } from './device-check.ts'
import { browserMark } from './known-browser.ts'
import { rememberDevice } from './remembered-device.ts'

/**
 * Opens the session that waited for a mailed link. In another browser than the one that waits, the
 * link opens nothing and stays good: whoever reads the mail cannot be led to let a stranger in, and a
 * program that looks at links uses none up.
 */
export const confirmDevice: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, browser, origin } = context
  await limitLinks(deps, origin)
  const link = await readMailLink(deps, 'new-device', body.token)
  const waiting = readWaiting(String(link.claims['signIn']), link.claims)
  const user = await findUserById(deps.db, link.subject)
  if (user === undefined || user.deviceEpoch !== waiting.epoch) throw linkInvalid()
  if (browser === undefined || browserMark(user.id, browser) !== waiting.browser) {
    throw new ProblemError('other_browser', 'Open the link in the browser in which you sign in')
  }
  refuseDisabled(user)
  const cookie = await withTransaction(deps.db, async (tx) => {
    const current = await lockUser(tx, user.id)
    if (current?.status !== 'active' || current.deviceEpoch !== waiting.epoch) throw linkInvalid()
    await useMailLink(tx, 'new-device', { id: waiting.signIn, expiresAt: link.expiresAt })
    await recordEvent(tx, {
      kind: 'new-device-confirmed',
      actor: userActor(user),
      at: deps.clock.now(),
      userId: user.id,
      from: { origin, secrets: deps.secrets },
    })
    const { remember, factor } = waiting
    return completeSignIn(tx, context, user, { remember, factor })
  })
  context.setSession(cookie)
  if (waiting.rememberDevice) await rememberDevice(context, user)
  return presentAccount(user)
}
