import { ProblemError } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { recordEvent, SYSTEM } from '../events/record-event.ts'
import { lockUserByUsername } from './accounts.queries.ts'

/**
 * By an operator: from now on the account signs in nowhere, and its sessions and tokens open nothing;
 * what it owns stays. With `frozen` false it is let in again, with the tokens that it had.
 * @returns the username, and whether anything was changed
 * @throws ProblemError `not_found`, or `conflict` for a deleted account.
 */
export async function freezeAccount(
  deps: Pick<Deps, 'db' | 'clock'>,
  username: string,
  frozen: boolean,
): Promise<{ username: string; changed: boolean }> {
  return withTransaction(deps.db, async (tx) => {
    const user = await lockUserByUsername(tx, username)
    if (user.status === 'disabled') {
      throw new ProblemError('conflict', `the account ${user.username} was deleted`)
    }
    const status = frozen ? 'frozen' : 'active'
    if (user.status === status) return { username: user.username, changed: false }
    await tx.user.update({ where: { id: user.id }, data: { status } })
    await tx.session.deleteMany({ where: { userId: user.id } })
    await recordEvent(tx, {
      kind: frozen ? 'account-frozen' : 'account-unfrozen',
      actor: SYSTEM,
      at: deps.clock.now(),
      userId: user.id,
    })
    return { username: user.username, changed: true }
  })
}
