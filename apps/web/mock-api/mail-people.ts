import { findAccount, type MockDb } from './db.ts'
import { sendMail } from './mails.ts'

/** Tells people of a project what was done to it, at their verified addresses. */
export function mailPeople(db: MockDb, accountIds: readonly string[], subject: string): void {
  for (const id of accountIds) {
    const account = findAccount(db, id)
    if (account === undefined || !account.emailVerified) continue
    sendMail(db, {
      to: account.email,
      subject,
      text: `Hello ${account.username},\n\n${subject}.\n`,
    })
  }
}
