import {
  confirmDevice,
  ProblemError,
  resendDeviceCheck,
  type DeviceCheck,
} from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import type { Context } from '../context.ts'
import { findAccount, type AccountRow, type MockDb, type StepRow } from '../db.ts'
import { factorsOf } from '../factors.ts'
import { browserOf, knowBrowser } from '../known-browsers.ts'
import { createLink, dropResetLinks, readLink, sendMail, stepOfLink } from '../mails.ts'
import { presentAccount } from '../present.ts'
import { beginStep, findStep, useStep } from '../steps.ts'

/** In place of a session: a step that waits for its mailed link. */
export function beginDeviceCheck(
  context: Context,
  account: AccountRow,
  asked: { remember: boolean; rememberDevice: boolean },
): DeviceCheck {
  const { db, origin } = context
  const { remember, rememberDevice } = asked
  const browser = browserOf(context)
  const epoch = factorsOf(db, account.id).deviceEpoch
  const waiting = { browser, epoch, rememberDevice }
  const step = beginStep(db, 'new-device', account.id, { remember, waiting })
  mailLink(db, origin, account, step)
  const email = account.email.replace(/^(.).*(?=@)/u, '$1•••')
  return { step: step.token, expiresAt: step.expiresAt, email }
}

export const newDeviceOperations: readonly Operation[] = [
  bind(resendDeviceCheck, ({ body }, { db, origin, browser }) => {
    const step = findStep(db, 'new-device', body.step)
    const account = findAccount(db, step.accountId ?? '')
    const isSame = step.waiting?.browser === browser && isCurrent(db, step)
    if (account === undefined || !isSame) {
      throw new ProblemError('step_invalid', 'This took too long, or was done already')
    }
    refuseDisabled(account)
    mailLink(db, origin, account, step)
    return undefined
  }),

  bind(confirmDevice, ({ body }, context) => {
    const { db, browser } = context
    const account = readLink(db, body.token, 'new-device')
    const step = db.steps.find(({ token }) => token === stepOfLink(db, body.token))
    if (step?.waiting === undefined || !isCurrent(db, step)) {
      throw new ProblemError('link_invalid', 'The link was used already, or it has expired')
    }
    const { waiting, remember = false } = step
    if (waiting.browser !== browser) {
      throw new ProblemError('other_browser', 'Open the link in the browser in which you sign in')
    }
    refuseDisabled(account)
    useStep(db, step)
    context.startSession(account, remember)
    knowBrowser(context, account.id)
    if (waiting.rememberDevice) context.rememberDevice(`${account.id}:${waiting.epoch}`)
    dropResetLinks(db, account)
    return presentAccount(db, account)
  }),
]

/** Whether password and factors are still those with which the sign-in began. */
const isCurrent = (db: MockDb, { accountId, waiting }: StepRow): boolean =>
  waiting?.epoch === factorsOf(db, accountId ?? '').deviceEpoch

function refuseDisabled(account: AccountRow): void {
  if (account.disabled) throw new ProblemError('account_disabled', 'This account is disabled')
}

function mailLink(db: MockDb, origin: string, account: AccountRow, step: StepRow): void {
  const link = createLink(db, origin, account, 'new-device', { step: step.token })
  sendMail(db, {
    to: account.email,
    subject: 'Confirm your sign-in from a new browser',
    text: `Hello ${account.username}, open this link in the browser in which you sign in:\n\n${link}\n\nIf that was not you: ${origin}/not-me\n`,
    links: [link, `${origin}/not-me`],
  })
}
