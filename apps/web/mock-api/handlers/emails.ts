import {
  addEmail,
  listEmails,
  makeEmailPrimary,
  MOST_EMAILS,
  ProblemError,
  removeEmail,
  resendEmail,
} from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { signedIn } from '../context.ts'
import { findByEmail, type AccountRow, type MockDb } from '../db.ts'
import { dropResetLinks, sendMail, sendVerification } from '../mails.ts'
import { emailsOf } from '../present.ts'

export const emailOperations: readonly Operation[] = [
  bind(listEmails, (_input, context) => ({ items: emailsOf(signedIn(context)) })),

  bind(addEmail, ({ body }, context) => {
    const { db, origin } = context
    const account = signedIn(context)
    const listed = emailsOf(account)
    const wanted = body.email.toLowerCase()
    if (listed.some(({ address }) => address.toLowerCase() === wanted)) {
      throw new ProblemError('email_listed', 'This address is on your list already')
    }
    if (listed.length >= MOST_EMAILS) {
      throw new ProblemError('too_many_emails', `At most ${MOST_EMAILS} addresses`)
    }
    const added = {
      id: crypto.randomUUID(),
      address: body.email,
      verified: false,
      createdAt: db.now().toISOString(),
    }
    account.otherEmails.push(added)
    mailProof(db, origin, account, added)
    tell(db, account, 'An e-mail address was added to your account', body.email)
    return { ...added, bounce: null, primary: false, public: false }
  }),

  bind(resendEmail, ({ params }, context) => {
    const account = signedIn(context)
    const email = ownEmail(account, params.id)
    if (!email.verified) mailProof(context.db, context.origin, account, email)
    return undefined
  }),

  bind(makeEmailPrimary, ({ params }, context) => {
    const { db } = context
    const account = signedIn(context)
    const email = ownEmail(account, params.id)
    if (email.primary) return undefined
    if (!email.verified) {
      throw new ProblemError('email_unverified', 'Open the link in the mail to this address first')
    }
    const before = {
      id: account.emailId,
      address: account.email,
      verified: account.emailVerified,
      bounce: account.emailBounce ?? null,
      wasVerified: account.emailWasVerified ?? false,
    }
    account.otherEmails = [
      ...account.otherEmails.filter(({ id }) => id !== email.id),
      { ...before, createdAt: account.createdAt },
    ]
    Object.assign(account, {
      emailId: email.id,
      email: email.address,
      emailVerified: true,
      emailBounce: null,
      emailWasVerified: true,
    })
    dropResetLinks(db, account)
    for (const to of [before.address, email.address]) {
      if (to === before.address && before.bounce === 'hard') continue
      const subject = 'Your primary e-mail address was changed'
      sendMail(db, { to, subject, text: `Mail goes to ${email.address} from now on.\n` })
    }
    return undefined
  }),

  bind(removeEmail, ({ params }, context) => {
    const { db } = context
    const account = signedIn(context)
    const email = ownEmail(account, params.id)
    if (email.primary) {
      throw new ProblemError('email_primary', 'Make another address the primary one first')
    }
    tell(db, account, 'An e-mail address was removed from your account', email.address)
    account.otherEmails = account.otherEmails.filter(({ id }) => id !== email.id)
    if (account.publicEmail === email.id) account.publicEmail = null
    return undefined
  }),
]

function ownEmail(account: AccountRow, id: string) {
  const email = emailsOf(account).find((row) => row.id === id)
  if (email === undefined) throw new ProblemError('not_found', 'You have no such address')
  return email
}

/** The link, or a notice to the account that has the address. */
function mailProof(
  db: MockDb,
  origin: string,
  account: AccountRow,
  email: { id: string; address: string },
): void {
  const owner = findByEmail(db, email.address)
  if (owner === undefined || owner === account) {
    sendVerification(db, origin, account, email)
    return
  }
  sendMail(db, {
    to: email.address,
    subject: 'This address is yours already',
    text: `Somebody tried to add this address to another account. It belongs to ${owner.username}.\n`,
  })
}

/** Tells every verified address of the account about another one. */
function tell(db: MockDb, account: AccountRow, subject: string, about: string): void {
  for (const { address, verified } of emailsOf(account)) {
    if (verified) sendMail(db, { to: address, subject, text: `It is about ${about}.\n` })
  }
}
