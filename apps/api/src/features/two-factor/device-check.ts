import { type DeviceCheck, describeDevice, ProblemError } from '@wheelhouse/shared-types'
import type { Context } from '../../http/bind.ts'
import type { Tx } from '../../infra/db/database.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { newDeviceMail } from '../accounts/account-mails.ts'
import type { UserWithEmail } from '../accounts/accounts.queries.ts'
import { signMailLink } from '../accounts/mail-link.ts'
import { recordEvent, userActor } from '../events/record-event.ts'
import { browserMark, isKnownBrowser, nameBrowser } from './known-browser.ts'
import { signStep } from './step-token.ts'

/** A sign-in that waits for its mailed link, as its tokens carry it. */
export type WaitingSignIn = {
  /** Id of the step: all links that are mailed for it are used up by it. */
  readonly signIn: string
  /** The browser that began it (`browserMark`). */
  readonly browser: string
  /** The user's epoch: another password or other factors end what waits. */
  readonly epoch: number
  readonly factor: 'authenticator' | 'recovery'
  readonly remember: boolean
  readonly rememberDevice: boolean
}

/**
 * Whether a right code is not enough: the browser is new to the account, and a mail can be sent.
 * Where none can, a code has to do: nobody is kept out by a mail that never comes.
 */
export async function isDeviceChecked(context: Context, user: UserWithEmail): Promise<boolean> {
  const { config, db, mailer } = context.deps
  if (!config.NEW_DEVICE_CHECK || mailer.kind === 'none' || user.emails.length === 0) return false
  return !(await isKnownBrowser(db, context, user.id))
}

/** In place of a session: the event, the mail, and what the waiting page is told. */
export async function beginDeviceCheck(
  tx: Tx,
  context: Context,
  user: UserWithEmail,
  asked: Pick<WaitingSignIn, 'factor' | 'remember' | 'rememberDevice'>,
): Promise<DeviceCheck> {
  const { deps, origin } = context
  const browser = browserMark(user.id, nameBrowser(context))
  const claims = { ...asked, browser, epoch: user.deviceEpoch }
  const { id, token, expiresAt } = await signStep(deps, 'new-device', user.id, claims)
  await recordEvent(tx, {
    kind: 'new-device-asked',
    actor: userActor(user),
    at: deps.clock.now(),
    userId: user.id,
    details: { factor: asked.factor },
    from: { origin, secrets: deps.secrets },
  })
  await mailDeviceLink(tx, context, user, { ...claims, signIn: id })
  const email = hideAddress(user.emails[0]?.address ?? '')
  return { step: token, expiresAt: expiresAt.toISOString(), email }
}

/** Mails a link for a sign-in that waits. */
export async function mailDeviceLink(
  tx: Tx,
  { deps, origin }: Pick<Context, 'deps' | 'origin'>,
  user: UserWithEmail,
  waiting: WaitingSignIn,
): Promise<void> {
  const [email] = user.emails
  if (email === undefined) return
  const token = await signMailLink(deps, 'new-device', user.id, { claims: waiting })
  const recipient = { address: email.address, username: user.username }
  const { browser, system } = describeDevice(origin.userAgent)
  const from = {
    at: deps.clock.now(),
    device: [browser, system].filter((part) => part !== null).join(' on ') || 'unknown',
    address: origin.address,
  }
  await queueMail(tx, newDeviceMail(deps.config, recipient, token, from))
}

/** The claims of a token that we signed, by their types. */
export function readWaiting(
  signIn: string,
  claims: Readonly<Record<string, unknown>>,
): WaitingSignIn {
  return {
    signIn,
    browser: String(claims['browser']),
    epoch: Number(claims['epoch']),
    factor: claims['factor'] === 'recovery' ? 'recovery' : 'authenticator',
    remember: claims['remember'] === true,
    rememberDevice: claims['rememberDevice'] === true,
  }
}

/** @throws ProblemError `account_disabled` */
export function refuseDisabled(user: UserWithEmail): void {
  if (user.status === 'active') return
  throw new ProblemError('account_disabled', 'This account cannot sign in; ask an operator')
}

/** Enough for its owner to know the mailbox by, and not enough to write to it. */
function hideAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address][0] ?? ''}•••${address.slice(at)}`
}
