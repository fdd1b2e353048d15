import { resendVerification, verifyEmail } from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { findByEmail } from '../db.ts'
import { readLink, sendVerification, useUpLink } from '../mails.ts'

export const emailVerificationOperations: readonly Operation[] = [
  bind(verifyEmail, ({ body }, { db }) => {
    const account = readLink(db, body.token, 'verify-email')
    account.emailVerified = true
    useUpLink(db, body.token)
    return { email: account.email, username: account.username }
  }),

  bind(resendVerification, ({ body }, { db, origin }) => {
    const account = findByEmail(db, body.email)
    if (account !== undefined && !account.emailVerified) sendVerification(db, origin, account)
    return undefined
  }),
]
