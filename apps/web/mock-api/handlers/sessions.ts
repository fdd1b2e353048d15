import {
  endOtherSessions,
  endSession,
  listSessions,
  ProblemError,
  signIn,
  signOut,
} from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { isLiving, signedIn, type Context } from '../context.ts'
import { findByLogin, type MockDb, type SessionRow } from '../db.ts'
import { factorsOf, hasSecondFactor } from '../factors.ts'
import { knowBrowser } from '../known-browsers.ts'
import { dropResetLinks, mailBreach, sendMail } from '../mails.ts'
import { presentAccount, presentSession } from '../present.ts'
import { beginSecondStep } from './second-step.ts'

const WINDOW = 5 * 60_000
const MOST_FAILURES = 10

export const sessionOperations: readonly Operation[] = [
  bind(signIn, ({ body }, context) => {
    const { db, device, origin } = context
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
    if (account.breached === true) {
      mailBreach(db, origin, account)
      throw new ProblemError('password_breached', 'This password is in a list of leaked ones')
    }
    const isKnownDevice = device === `${account.id}:${factorsOf(db, account.id).deviceEpoch}`
    if (hasSecondFactor(db, account.id) && !isKnownDevice) {
      return { account: null, secondStep: beginSecondStep(db, account, body.remember) }
    }
    context.startSession(account, body.remember)
    knowBrowser(context, account.id)
    dropResetLinks(db, account)
    return { account: presentAccount(db, account), secondStep: null }
  }),

  bind(signOut, (_input, { endSession: endOwn }) => {
    endOwn()
    return undefined
  }),

  bind(listSessions, (_input, context) => ({
    items: ownSessions(context)
      .map((row) => presentSession(row, context.sid))
      .toSorted(
        (a, b) =>
          Number(b.current) - Number(a.current) || b.lastSeenAt.localeCompare(a.lastSeenAt, 'en'),
      ),
  })),

  bind(endSession, ({ params }, context) => {
    const { db, sid } = context
    const session = ownSessions(context).find((row) => row.id === params.id)
    if (session === undefined) throw new ProblemError('not_found', 'You have no such session')
    if (session.sid === sid) context.endSession()
    else db.sessions = db.sessions.filter((row) => row !== session)
    return undefined
  }),

  bind(endOtherSessions, (_input, context) => {
    const { db, sid } = context
    const account = signedIn(context)
    const others = ownSessions(context).filter((row) => row.sid !== sid)
    db.sessions = db.sessions.filter((row) => !others.includes(row))
    if (others.length > 0) {
      sendMail(db, {
        to: account.email,
        subject: 'Your other devices were signed out',
        text: `${others.length} other browsers were signed out of ${account.username}.\n`,
      })
    }
    return { ended: others.length }
  }),
]

function ownSessions(context: Context): SessionRow[] {
  const { db } = context
  const account = signedIn(context)
  return db.sessions.filter((row) => row.accountId === account.id && isLiving(db, row))
}

/** @throws ProblemError `rate_limited` after too many wrong passwords for one login. */
function refuseGuessing(db: MockDb, login: string): void {
  const now = db.now().getTime()
  const recent = (db.failedSignIns[login.toLowerCase()] ?? []).filter((at) => now - at < WINDOW)
  const oldest = recent[0]
  if (recent.length < MOST_FAILURES || oldest === undefined) return
  const retryAfter = Math.ceil((oldest + WINDOW - now) / 1000)
  throw new ProblemError('rate_limited', `Try again in ${retryAfter} seconds`, { retryAfter })
}
