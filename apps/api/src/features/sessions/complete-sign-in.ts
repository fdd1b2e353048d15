import type { SecondFactor } from '@wheelhouse/shared-types'
import type { Context } from '../../http/bind.ts'
import type { Tx } from '../../infra/db/database.ts'
import type { UserWithEmail } from '../accounts/accounts.queries.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import { knowBrowser } from '../two-factor/known-browser.ts'
import { openSession } from './open-session.ts'

/** What stood beside the password, or in its place; a device that was remembered stands for one. */
export type ShownFactor = SecondFactor | 'device' | 'none' | 'passkey-alone'

/** The last step of every sign-in: the event, the browser that is known now, and the session. */
export async function completeSignIn(
  tx: Tx,
  context: Pick<Context, 'deps' | 'origin' | 'browser' | 'setBrowser'>,
  user: UserWithEmail,
  { remember, factor }: { remember: boolean; factor: ShownFactor },
): Promise<{ value: string; maxAge: number }> {
  const { deps, origin } = context
  await recordEvent(tx, {
    kind: 'signed-in',
    actor: userActor(user),
    at: deps.clock.now(),
    userId: user.id,
    details: { factor },
    from: { origin, secrets: deps.secrets },
  })
  await knowBrowser(tx, context, user)
  return openSession(tx, context, user.id, remember)
}
