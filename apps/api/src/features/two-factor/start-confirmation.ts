import type { startConfirmation as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { findUserById } from '../accounts/accounts.queries.ts'
import { beginAssertion } from './passkey-ceremony.ts'

/** What the caller can show: the password, if they have one, and a passkey, if they have one. */
export const startConfirmation: UseCase<typeof endpoint> = async (_input, { deps, caller }) => {
  const userId = caller.user.id
  const [user, passkeys] = await Promise.all([
    findUserById(deps.db, userId),
    deps.db.passkey.findMany({ where: { userId } }),
  ])
  return {
    password: user?.passwordHash != null,
    passkey:
      passkeys.length === 0
        ? null
        : await beginAssertion(deps, 'passkey-confirm', userId, passkeys),
  }
}
