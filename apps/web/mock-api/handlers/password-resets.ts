import {
  completePasswordReset,
  inspectPasswordReset,
  requestPasswordReset,
} from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { findByLogin } from '../db.ts'
import { factorsOf } from '../factors.ts'
import { forgetBrowsers } from '../known-browsers.ts'
import { createLink, dropResetLinks, readLink, sendMail, useUpLink } from '../mails.ts'
import { requireStrongPassword } from '../passwords.ts'

export const passwordResetOperations: readonly Operation[] = [
  bind(requestPasswordReset, ({ body }, { db, origin }) => {
    const account = findByLogin(db, body.login)
    if (account === undefined || account.disabled) return undefined
    // No mail goes where mail came back from.
    if (account.emailBounce === 'hard') return undefined
    const link = createLink(db, origin, account, 'reset-password')
    sendMail(db, {
      to: account.email,
      subject: 'Set a new password',
      text: `Hello ${account.username}, set a new password here:\n\n${link}\n`,
      links: [link],
    })
    return undefined
  }),

  bind(inspectPasswordReset, ({ body }, { db }) => {
    const { username, name, email } = readLink(db, body.token, 'reset-password')
    return { username, name, email }
  }),

  bind(completePasswordReset, async ({ body }, { db }) => {
    const account = readLink(db, body.token, 'reset-password')
    await requireStrongPassword(body.password, account, 'body/password')
    account.password = body.password
    account.breached = false
    // Whoever read the mail is the owner of its address.
    Object.assign(account, { emailVerified: true, emailBounce: null })
    useUpLink(db, body.token)
    dropResetLinks(db, account)
    db.sessions = db.sessions.filter((row) => row.accountId !== account.id)
    forgetBrowsers(db, account.id)
    const factors = factorsOf(db, account.id)
    Object.assign(factors, { deviceEpoch: factors.deviceEpoch + 1, passwordShort: false })
    sendMail(db, {
      to: account.email,
      subject: 'Your password was changed',
      text: `The password of ${account.username} was changed with a mailed link.\n`,
    })
    return undefined
  }),
]
