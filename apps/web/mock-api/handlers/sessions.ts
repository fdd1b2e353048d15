import { ProblemError, signIn, signOut } from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { findByLogin, type MockDb } from '../db.ts'
import { dropResetLinks } from '../mails.ts'
import { presentAccount } from '../present.ts'

const WINDOW = 5 * 60_000
const MOST_FAILURES = 10

export const sessionOperations: readonly Operation[] = [
  bind(signIn, ({ body }, { db, startSession }) => {
    refuseGuessing(db, body.login)
    const account = findByLogin(db, body.login)
    if (account === undefined || account.password !== body.password) {
      const key = body.login.toLowerCase()
      db.failedSignIns[key] = [...(db.failedSignIns[key] ?? []), db.now().getTime()]
      throw new ProblemError('credentials_wrong', 'The name or the password is not right')
    }
    if (account.disabled) {
      throw new ProblemError('account_disabled', 'This account is disabled')
    }
    startSession(account, body.remember)
    dropResetLinks(db, account)
    return presentAccount(account)
  }),

  bind(signOut, (_input, { endSession }) => {
    endSession()
    return undefined
  }),
]

/** @throws ProblemError `rate_limited` after too many wrong passwords for one login. */
function refuseGuessing(db: MockDb, login: string): void {
  const now = db.now().getTime()
  const recent = (db.failedSignIns[login.toLowerCase()] ?? []).filter((at) => now - at < WINDOW)
  const oldest = recent[0]
  if (recent.length < MOST_FAILURES || oldest === undefined) return
  const retryAfter = Math.ceil((oldest + WINDOW - now) / 1000)
  throw new ProblemError('rate_limited', `Try again in ${retryAfter} seconds`, { retryAfter })
}
