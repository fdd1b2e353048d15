import type { getAccount as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { notAuthenticated } from '../../http/problems.ts'
import { presentAccount } from './present-account.ts'
import { findUserById } from './accounts.queries.ts'

export const getAccount: UseCase<typeof endpoint> = async (_input, { deps, caller }) => {
  const user = await findUserById(deps.db, caller.user.id)
  if (user === undefined) throw notAuthenticated()
  return presentAccount(user)
}
