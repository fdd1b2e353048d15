import { fieldError, validationFailed } from '@wheelhouse/shared-types'
import type { Db } from '../../infra/db/database.ts'
import { findUserByUsername, foldAddress } from '../accounts/accounts.queries.ts'
import type { Someone } from './people.queries.ts'

/**
 * Whom an invitation is for: by username, or by an address that its owner proved and shows to others.
 * Any other address is nobody's, so that inviting tells no more than the public pages do.
 * @throws ProblemError `validation_failed`, also for an account that mail does not reach.
 */
export async function findInvitee(db: Db, text: string): Promise<Someone> {
  const user = text.includes('@')
    ? await findByPublicAddress(db, text)
    : await findUserByUsername(db, text)
  if (user === undefined) {
    const detail = 'is no username here, and no address that its owner shows to others'
    throw validationFailed([fieldError('body/user', 'user_unknown', detail)])
  }
  const reachable = user.emails.some(({ verifiedAt }) => verifiedAt !== null)
  if (user.status !== 'active' || !reachable) {
    const detail = 'is the name of an account that cannot be invited: no mail reaches it'
    throw validationFailed([fieldError('body/user', 'user_unreachable', detail)])
  }
  return user
}

async function findByPublicAddress(db: Db, address: string) {
  const found = await db.emailAddress.findUnique({
    where: { addressFolded: foldAddress(address), isPublic: true, verifiedAt: { not: null } },
    include: { user: { include: { emails: { where: { isPrimary: true } } } } },
  })
  return found?.user
}
