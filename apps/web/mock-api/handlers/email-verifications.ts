import { ProblemError, resendVerification, verifyEmail } from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { findByEmail, type AccountRow, type MockDb } from '../db.ts'
import { emailOfLink, readLink, sendVerification, useUpLink } from '../mails.ts'

export const emailVerificationOperations: readonly Operation[] = [
  bind(verifyEmail, ({ body }, { db }) => {
    const account = readLink(db, body.token, 'verify-email')
    const email = confirm(db, account, emailOfLink(db, body.token))
    useUpLink(db, body.token)
    return { email, username: account.username }
  }),

  bind(resendVerification, ({ body }, { db, origin }) => {
    const account = findByEmail(db, body.email)
    if (account !== undefined && !account.emailVerified) sendVerification(db, origin, account)
    return undefined
  }),
]

/** Takes an address for proven: in place of a primary one that never was, else beside it. */
function confirm(db: MockDb, account: AccountRow, emailId: string | undefined): string {
  if (emailId === account.emailId) {
    account.emailVerified = true
    return account.email
  }
  const waiting = account.otherEmails.find(({ id }) => id === emailId)
  const owner = waiting && findByEmail(db, waiting.address)
  if (waiting === undefined || (owner !== undefined && owner !== account)) {
    throw new ProblemError('link_invalid', 'The address is gone, or belongs to somebody else')
  }
  for (const other of db.accounts) {
    other.otherEmails = other.otherEmails.filter(
      (row) => row.verified || row.address.toLowerCase() !== waiting.address.toLowerCase(),
    )
  }
  if (account.emailVerified) {
    account.otherEmails.push({ ...waiting, verified: true })
  } else {
    const { id, address } = waiting
    Object.assign(account, { emailId: id, email: address, emailVerified: true })
  }
  return waiting.address
}
