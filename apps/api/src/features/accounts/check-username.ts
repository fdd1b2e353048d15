import type { checkUsername as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import { isUsernameTaken } from './is-username-taken.ts'

/** Usernames are public in an index, so that one is taken may be said. */
export const checkUsername: UseCase<typeof endpoint> = async ({ params }, { deps, origin }) => {
  const address = deps.secrets.hashAddress(origin.address)
  refuseWhenLimited(await deps.limiter.hit('usernameCheckByAddress', address))
  return { available: !(await isUsernameTaken(deps.db, params.username)) }
}
