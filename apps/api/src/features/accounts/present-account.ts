import type { Account } from '@wheelhouse/shared-types'
import type { UserWithEmail } from './accounts.queries.ts'

/** A user as they see themselves. */
export function presentAccount(user: UserWithEmail): Account {
  const [email] = user.emails
  return {
    id: user.id,
    username: user.username,
    name: user.name,
    email: email?.address ?? '',
    emailVerified: email?.verifiedAt != null,
    emailBounce: email?.bounce ?? null,
    secondFactor: user.hasSecondFactor,
    admin: user.isAdmin,
    createdAt: user.createdAt.toISOString(),
  }
}
