import { acceptInvitation, inspectInvitation, ProblemError } from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { findByEmail, isUsernameTaken, newAccount, type MockDb } from '../db.ts'
import { useUpLink } from '../mails.ts'
import { requireStrongPassword } from '../passwords.ts'
import { randomSecret } from '../secrets.ts'

const WEEK = 7 * 24 * 3_600_000

/**
 * What an operator does at the command line: the address of the app that invites an address, in the
 * place of an earlier one for it.
 */
export function createInvitation(db: MockDb, origin: string, email: string): string {
  revokeInvitation(db, email)
  const token = randomSecret()
  const now = db.now()
  db.links.push({
    token,
    purpose: 'invitation',
    accountId: '',
    email,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + WEEK).toISOString(),
  })
  return `${origin}/register/invitation?token=${token}`
}

/** What an operator does at the command line: the links that invite an address work no more. */
export function revokeInvitation(db: MockDb, email: string): void {
  const wanted = email.toLowerCase()
  db.links = db.links.filter(
    (link) => link.purpose !== 'invitation' || link.email?.toLowerCase() !== wanted,
  )
}

export const invitationOperations: readonly Operation[] = [
  bind(inspectInvitation, ({ body }, { db }) => ({ email: readInvitation(db, body.token) })),

  bind(acceptInvitation, async ({ body }, { db }) => {
    const { token, username, name, password } = body
    const email = readInvitation(db, token)
    await requireStrongPassword(password, { username, name, email }, 'body/password')
    if (isUsernameTaken(db, username)) {
      throw new ProblemError('username_taken', `${username} is taken`)
    }
    useUpLink(db, token)
    db.accounts.push(newAccount(db, { username, name, email, emailVerified: true, password }))
    return undefined
  }),
]

/** @throws ProblemError `registration_closed` or `link_invalid`. */
function readInvitation(db: MockDb, token: string): string {
  if (db.registration === 'closed') {
    throw new ProblemError('registration_closed', 'This index does not take new accounts')
  }
  const link = db.links.find((row) => row.token === token && row.purpose === 'invitation')
  const email = link?.email
  if (
    link === undefined ||
    email === undefined ||
    new Date(link.expiresAt) <= db.now() ||
    findByEmail(db, email) !== undefined
  ) {
    throw new ProblemError('link_invalid', 'The invitation was used already, or it has expired')
  }
  return email
}
