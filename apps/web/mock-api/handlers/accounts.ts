import {
  changePassword,
  checkUsername,
  fieldError,
  getAccount,
  PASSWORD_MIN_LENGTH,
  passwordLength,
  passwordMinLength,
  getPasswordRange,
  ProblemError,
  RANGE_LEAST_LINES,
  RANGE_PREFIX_LENGTH,
  registerAccount,
  updateProfile,
  validationFailed,
} from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { signedIn } from '../context.ts'
import { findByEmail, isUsernameTaken, newAccount } from '../db.ts'
import { factorsOf, hasSecondFactor } from '../factors.ts'
import { forgetBrowsers, knowBrowser } from '../known-browsers.ts'
import { dropResetLinks, sendMail, sendVerification } from '../mails.ts'
import { LEAKED_PASSWORD, requireStrongPassword } from '../passwords.ts'
import { emailsOf, presentAccount } from '../present.ts'

export const accountOperations: readonly Operation[] = [
  bind(registerAccount, async ({ body }, { db, origin }) => {
    if (db.registration !== 'open') {
      throw new ProblemError('registration_closed', 'New accounts are made by the operator only')
    }
    const { username, name, email, password } = body
    await requireStrongPassword(password, { username, name, email }, 'body/password')
    if (isUsernameTaken(db, username)) {
      throw new ProblemError(
        'username_taken',
        `${username}, or a name that reads like it, is taken`,
      )
    }
    const known = findByEmail(db, email)
    if (known !== undefined) {
      // Only the owner of the address may learn that it is known here.
      sendMail(db, {
        to: known.email,
        subject: 'You have an account already',
        text: `Somebody tried to open an account with this address. Yours is ${known.username}.\n`,
        links: [`${origin}/sign-in`, `${origin}/reset-password`],
      })
      return undefined
    }
    const applicant = { username, name, email, emailVerified: false, password }
    const account = newAccount(db, applicant)
    db.accounts.push(account)
    sendVerification(db, origin, account)
    return undefined
  }),

  bind(checkUsername, ({ params }, { db }) => ({
    available: !isUsernameTaken(db, params.username),
  })),

  bind(getAccount, (_input, context) => presentAccount(context.db, signedIn(context))),

  bind(getPasswordRange, async ({ params }) => {
    const hash = await sha1(LEAKED_PASSWORD)
    const padding = Array.from({ length: RANGE_LEAST_LINES }, (_, index) => {
      const suffix = index
        .toString(16)
        .toUpperCase()
        .padStart(40 - RANGE_PREFIX_LENGTH, '0')
      return `${suffix}:0`
    })
    const listed = hash.startsWith(params.prefix.toUpperCase())
    return {
      lines: listed ? [...padding.slice(1), `${hash.slice(RANGE_PREFIX_LENGTH)}:7`] : padding,
    }
  }),

  bind(updateProfile, ({ body }, context) => {
    const account = signedIn(context)
    const { name = account.name, publicEmail = account.publicEmail } = body
    const verified = emailsOf(account).filter((email) => email.verified)
    if (publicEmail !== null && !verified.some(({ id }) => id === publicEmail)) {
      throw validationFailed([
        fieldError('body/publicEmail', 'not_one_of', 'is not a verified address of yours'),
      ])
    }
    Object.assign(account, { name, publicEmail })
    return presentAccount(context.db, account)
  }),

  bind(changePassword, async ({ body }, context) => {
    const { db, sid } = context
    const account = signedIn(context)
    if (account.password !== body.currentPassword) {
      throw new ProblemError('password_wrong', 'The current password is not right')
    }
    if (passwordLength(body.newPassword) < passwordMinLength(hasSecondFactor(db, account.id))) {
      throw validationFailed([
        fieldError('body/newPassword', 'too_short', 'is too short', {
          minimum: PASSWORD_MIN_LENGTH,
        }),
      ])
    }
    await requireStrongPassword(body.newPassword, account, 'body/newPassword')
    const factors = factorsOf(db, account.id)
    factors.passwordShort = passwordLength(body.newPassword) < PASSWORD_MIN_LENGTH
    factors.deviceEpoch += 1
    account.password = body.newPassword
    dropResetLinks(db, account)
    const remember = db.sessions.find((row) => row.sid === sid)?.remember ?? false
    // Every session ends; the one that asked goes on under a new id.
    db.sessions = db.sessions.filter((row) => row.accountId !== account.id)
    context.startSession(account, remember)
    forgetBrowsers(db, account.id)
    knowBrowser(context, account.id)
    sendMail(db, {
      to: account.email,
      subject: 'Your password was changed',
      text: `The password of ${account.username} was changed.\n`,
    })
    return undefined
  }),
]

/** Upper-case hexadecimal. */
async function sha1(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
}
