import { ProblemError } from '@wheelhouse/shared-types'
import type { Context } from '../../http/bind.ts'
import type { SessionCaller } from '../../http/caller.ts'
import { notAuthenticated } from '../../http/problems.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { lockUser, type UserWithEmail } from '../accounts/accounts.queries.ts'
import { actorOf, recordEvent, type EventKind } from '../events/record-event.ts'
import { openSession } from '../sessions/open-session.ts'
import { forgetBrowsers, knowBrowser } from './known-browser.ts'
import { mailFactorNews, type FactorNews } from './two-factor-mails.ts'

export type FactorChange<Result> = {
  kind: EventKind
  news: FactorNews
  details?: Record<string, string | number>
  result: Result
}

/**
 * Runs a change of somebody's factors with all that belongs to one: the user's row locked, the event,
 * the mails, remembered and known browsers forgotten, every session ended. This browser gets a new
 * one, and stays known.
 * @param work makes the change, in the transaction.
 * @throws ProblemError `password_short` for the last factor beside a password that needs one.
 */
export async function changeFactors<Result>(
  context: Context<SessionCaller>,
  work: (tx: Tx, user: UserWithEmail, at: Date) => Promise<FactorChange<Result>>,
): Promise<Result> {
  const { deps, caller, origin } = context
  const userId = caller.user.id
  const { result, cookie } = await withTransaction(deps.db, async (tx) => {
    const user = await lockUser(tx, userId)
    if (user === undefined) throw notAuthenticated()
    const at = deps.clock.now()
    const change = await work(tx, user, at)
    const hasSecondFactor = await noteFactors(tx, user)
    await forgetBrowsers(tx, userId)
    await knowBrowser(tx, context, { id: userId, hasSecondFactor })
    const current = await tx.session.findUnique({ where: { id: caller.sessionId } })
    await tx.session.deleteMany({ where: { userId } })
    await recordEvent(tx, {
      kind: change.kind,
      actor: actorOf(caller),
      at,
      userId,
      details: change.details ?? {},
      from: { origin, secrets: deps.secrets },
    })
    await mailFactorNews(tx, deps.config, user, change.news)
    const session = await openSession(tx, context, userId, current?.remember ?? false)
    return { result: change.result, cookie: session }
  })
  context.setSession(cookie)
  void deps.outbox.flush()
  return result
}

/** Brings the user's row in line with the factors that are there now; whether there are any. */
async function noteFactors(tx: Tx, user: UserWithEmail): Promise<boolean> {
  const userId = user.id
  const passkeys = await tx.passkey.count({ where: { userId } })
  const authenticators = await tx.authenticator.count({ where: { userId } })
  const hasSecondFactor = passkeys + authenticators > 0
  if (!hasSecondFactor) {
    if (user.passwordShort) {
      throw new ProblemError(
        'password_short',
        'Your password is too short to stand alone; set a longer one first',
      )
    }
    await tx.recoveryCode.deleteMany({ where: { userId } })
  }
  await tx.user.update({
    where: { id: userId },
    data: {
      hasSecondFactor,
      deviceEpoch: { increment: 1 },
      ...(hasSecondFactor ? {} : { codesConfirmedAt: null }),
    },
  })
  return hasSecondFactor
}
