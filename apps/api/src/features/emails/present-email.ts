import type { EmailAddress as Wire } from '@wheelhouse/shared-types'
import type { EmailAddress, PendingEmail } from '@wheelhouse/database'

/** An own address, or one that waits for its proof, which is never primary or public. */
export function presentEmail(row: EmailAddress | PendingEmail): Wire {
  const owned = 'isPrimary' in row ? row : undefined
  return {
    id: row.id,
    address: row.address,
    verified: owned?.verifiedAt != null,
    bounce: row.bounce,
    primary: owned?.isPrimary ?? false,
    public: owned?.isPublic ?? false,
    createdAt: row.createdAt.toISOString(),
  }
}
