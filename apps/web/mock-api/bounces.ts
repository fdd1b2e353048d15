import type { BounceKind } from '@wheelhouse/shared-types'
import type { MockDb } from './db.ts'

/** What a mail provider does at the API: an address that mail came back from is verified no more. */
export function bounceEmail(db: MockDb, address: string, bounce: BounceKind): void {
  const wanted = address.toLowerCase()
  for (const account of db.accounts) {
    if (account.email.toLowerCase() === wanted) {
      account.emailWasVerified ||= account.emailVerified
      Object.assign(account, { emailVerified: false, emailBounce: bounce })
      if (account.publicEmail === account.emailId) account.publicEmail = null
    }
    for (const other of account.otherEmails) {
      if (other.address.toLowerCase() !== wanted) continue
      other.wasVerified ||= other.verified
      Object.assign(other, { verified: false, bounce })
      if (account.publicEmail === other.id) account.publicEmail = null
    }
  }
}
