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
    Object.assign(account, { emailVerified: true, emailBounce: null })
    return account.email
  }
  const again = account.otherEmails.find((row) => row.id === emailId && row.wasVerified === true)
  if (again !== undefined) {
    Object.assign(again, { verified: true, bounce: null })
    return again.address
  }
  const waiting = account.otherEmails.find(({ id }) => id === emailId)
  const owner = waiting && findByEmail(db, waiting.address)
  if (waiting === undefined || (owner !== undefined && owner !== account)) {
    throw new ProblemError('link_invalid', 'The address is gone, or belongs to somebody else')
  }
  for (const other of db.accounts) {
    other.otherEmails = other.otherEmails.filter(
      (row) =>
        row.verified ||
        row.wasVerified === true ||
        row.address.toLowerCase() !== waiting.address.toLowerCase(),
    )
  }
  if (account.emailVerified) {
    account.otherEmails.push({ ...waiting, verified: true, bounce: null })
  } else {
    const { emailId: id, email: address, emailBounce: bounce = null, createdAt } = account
    if (account.emailWasVerified === true) {
      account.otherEmails.push({
        id,
        address,
        verified: false,
        bounce,
        wasVerified: true,
        createdAt,
      })
    }
    Object.assign(account, {
      emailId: waiting.id,
      email: waiting.address,
      emailVerified: true,
      emailBounce: null,
    })
  }
  return waiting.address
}
