import { NEW_DEVICE_LINK_MINUTES, ProblemError } from '@wheelhouse/shared-types'
import {
  findAccount,
  type AccountRow,
  type LinkPurpose,
  type LinkRow,
  type MockDb,
  type ProjectRow,
} from './db.ts'
import { randomSecret } from './secrets.ts'

const HOUR = 3_600_000
const LIFETIME: Record<LinkPurpose, number> = {
  'verify-email': 24 * HOUR,
  'reset-password': HOUR,
  invitation: 7 * 24 * HOUR,
  'new-device': NEW_DEVICE_LINK_MINUTES * 60_000,
}

/** The page of the app that a link opens. */
const PAGE: Record<LinkPurpose, string> = {
  'verify-email': '/verify-email',
  'reset-password': '/reset-password/new',
  invitation: '/register/invitation',
  'new-device': '/sign-in/confirm',
}

/** Puts a mail into the inbox of the mock. */
export function sendMail(
  db: MockDb,
  mail: { to: string; subject: string; text: string; links?: string[] },
): void {
  db.mails.push({
    id: crypto.randomUUID(),
    sentAt: db.now().toISOString(),
    ...mail,
    links: mail.links ?? [],
  })
}

/** Tells the owners of a project, or everybody with a role in it, at proven addresses. */
export function mailPeople(
  db: MockDb,
  project: ProjectRow,
  audience: 'owners' | 'people',
  subject: string,
): void {
  for (const { accountId, role } of project.people) {
    const account = findAccount(db, accountId)
    if (account?.emailVerified !== true || (audience === 'owners' && role !== 'owner')) continue
    const text = `Hello ${account.username}, this was done in ${project.name}: ${subject}\n`
    sendMail(db, { to: account.email, subject, text })
  }
}

/** A link that works once, for this account and purpose only. */
export function createLink(
  db: MockDb,
  origin: string,
  account: AccountRow,
  purpose: LinkPurpose,
  about: Pick<LinkRow, 'emailId' | 'step'> = {},
): string {
  const token = randomSecret()
  const now = db.now()
  db.links.push({
    token,
    purpose,
    accountId: account.id,
    ...about,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + LIFETIME[purpose]).toISOString(),
  })
  return `${origin}${PAGE[purpose]}?token=${token}`
}

/** Mails the link that proves an address of the account; the primary one without `email`. */
export function sendVerification(
  db: MockDb,
  origin: string,
  account: AccountRow,
  email: { id: string; address: string } = { id: account.emailId, address: account.email },
): void {
  const link = createLink(db, origin, account, 'verify-email', { emailId: email.id })
  sendMail(db, {
    to: email.address,
    subject: 'Verify your e-mail address',
    text: `Hello ${account.username}, confirm that this address is yours:\n\n${link}\n`,
    links: [link],
  })
}

/** Tells that the password was found in the list of breached ones, with a link to set a new one. */
export function mailBreach(db: MockDb, origin: string, account: AccountRow): void {
  const link = createLink(db, origin, account, 'reset-password')
  sendMail(db, {
    to: account.email,
    subject: 'Your password is in a list of leaked ones',
    text: `Hello ${account.username}, your password opens nothing any more. Set a new one:\n\n${link}\n`,
    links: [link],
  })
}

/**
 * The account of a link, without using the link up.
 * @throws ProblemError `link_invalid` when it is unknown, expired, used or for something else.
 */
export function readLink(db: MockDb, token: string, purpose: LinkPurpose): AccountRow {
  const link = db.links.find((row) => row.token === token && row.purpose === purpose)
  const account = link === undefined ? undefined : findAccount(db, link.accountId)
  if (link === undefined || account === undefined || new Date(link.expiresAt) <= db.now()) {
    throw new ProblemError('link_invalid', 'The link was used already, or it has expired')
  }
  return account
}

/** The step that waits for a link of this kind. Read the link first. */
export function stepOfLink(db: MockDb, token: string): string {
  return db.links.find((row) => row.token === token)?.step ?? ''
}

/** The address that a link to verify proves. Read the link first. */
export function emailOfLink(db: MockDb, token: string): string | undefined {
  return db.links.find((row) => row.token === token)?.emailId
}

/** Makes a link useless: it was used. */
export function useUpLink(db: MockDb, token: string): void {
  db.links = db.links.filter((row) => row.token !== token)
}

/** Makes the reset links useless that were mailed before the owner signed in or set a password. */
export function dropResetLinks(db: MockDb, account: AccountRow): void {
  const now = db.now().getTime()
  // What happens within the second of the mail counts as before it, as in the API.
  const stale = (row: LinkRow) =>
    row.accountId === account.id &&
    row.purpose === 'reset-password' &&
    now - Date.parse(row.createdAt) >= 1000
  db.links = db.links.filter((row) => !stale(row))
}
