import { ProblemError } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { recordEvent, SYSTEM } from '../events/record-event.ts'
import { forgetBrowsers } from '../two-factor/known-browser.ts'
import { FACTOR_NEWS, mailFactorNews } from '../two-factor/two-factor-mails.ts'
import { lockUserByUsername } from './accounts.queries.ts'
import { signMailLink } from './mail-link.ts'

/**
 * By an operator, who has made sure who asks: lets somebody in who lost password and every second
 * factor. Second factors, recovery codes and the browsers that were known are gone, all sessions end, and the
 * link that is returned sets a new password within an hour. The owner is told at every proven address.
 * @throws ProblemError `not_found`, or `conflict` for an account that is frozen or deleted.
 */
export async function recoverAccount(
  deps: Pick<Deps, 'db' | 'clock' | 'config' | 'secrets' | 'outbox'>,
  username: string,
): Promise<{ username: string; link: string }> {
  const user = await withTransaction(deps.db, async (tx) => {
    const locked = await lockUserByUsername(tx, username)
    if (locked.status !== 'active') {
      throw new ProblemError('conflict', `the account ${locked.username} is ${locked.status}`)
    }
    const where = { userId: locked.id }
    await tx.passkey.deleteMany({ where })
    await tx.authenticator.deleteMany({ where })
    await tx.recoveryCode.deleteMany({ where })
    await tx.session.deleteMany({ where })
    await forgetBrowsers(tx, locked.id)
    await tx.user.update({
      where: { id: locked.id },
      data: {
        hasSecondFactor: false,
        codesConfirmedAt: null,
        deviceEpoch: { increment: 1 },
        // It was long enough beside a second factor only.
        ...(locked.passwordShort ? { passwordHash: null, passwordShort: false } : {}),
      },
    })
    await recordEvent(tx, {
      kind: 'second-factors-cleared',
      actor: SYSTEM,
      at: deps.clock.now(),
      userId: locked.id,
    })
    await mailFactorNews(tx, deps.config, locked, FACTOR_NEWS.cleared)
    return locked
  })
  await deps.outbox.flush()
  const token = await signMailLink(deps, 'reset-password', user.id)
  const link = `${deps.config.PUBLIC_URL}/reset-password/new?token=${token}`
  return { username: user.username, link }
}
