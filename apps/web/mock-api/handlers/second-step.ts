import {
  confirmByPasskey,
  confirmByPassword,
  finishSignInByCode,
  finishSignInByPasskey,
  isRecoveryCode,
  isTotpCode,
  ProblemError,
  signInByPasskey,
  startConfirmation,
  startPasskeySignIn,
  startSecondStepPasskey,
  type PasskeyAssertion,
  type SecondStep,
} from '@wheelhouse/shared-types'
import type * as z from 'zod/mini'
import { bind, type Operation } from '../bind.ts'
import { signedIn, type Context } from '../context.ts'
import { findAccount, type AccountRow, type MockDb, type StepRow } from '../db.ts'
import { factorsOf, listFactors, type FactorRow } from '../factors.ts'
import { isKnownBrowser, knowBrowser } from '../known-browsers.ts'
import { dropResetLinks, sendMail } from '../mails.ts'
import { presentAccount } from '../present.ts'
import {
  beginAssertion,
  beginStep,
  findStep,
  isAnswerTo,
  readAuthenticatorData,
  useStep,
} from '../steps.ts'
import { beginDeviceCheck } from './new-device.ts'
import { checkTotp, codeWrong, unusedCode } from './two-factor.ts'

type AssertionBody = { challenge: string; response: z.output<typeof PasskeyAssertion> }

/** What somebody gets for the right password of an account with second factors. */
export function beginSecondStep(db: MockDb, account: AccountRow, remember: boolean): SecondStep {
  const step = beginStep(db, 'second-step', account.id, { remember, password: account.password })
  return {
    step: step.token,
    expiresAt: step.expiresAt,
    factors: listFactors(factorsOf(db, account.id)),
  }
}

export const secondStepOperations: readonly Operation[] = [
  bind(finishSignInByCode, async ({ body }, context) => {
    const { db } = context
    const { step, account, row } = begun(db, body.step)
    const at = db.now().toISOString()
    if (body.factor === 'recovery') {
      if (!isRecoveryCode(body.code)) throw codeWrong()
      unusedCode(row, body.code).usedAt = at
      const left = row.recoveryCodes.filter(({ usedAt }) => usedAt === null).length
      sendMail(db, {
        to: account.email,
        subject: 'A recovery code was used',
        text: `A recovery code of ${account.username} was used; ${left} are left.\n`,
      })
    } else {
      const { authenticator } = row
      if (authenticator === null || !isTotpCode(body.code)) throw codeWrong()
      const timeStep = await checkTotp(authenticator.secret, body.code, db.now(), 'slow')
      // Looked at after the wait: of two at once the second finds the step used.
      findStep(db, 'second-step', body.step)
      if (timeStep <= authenticator.lastStep) throw codeWrong()
      Object.assign(authenticator, { lastStep: timeStep, lastUsedAt: at })
    }
    const rememberDevice = body.rememberDevice && body.factor !== 'recovery'
    if (!isKnownBrowser(context, account.id)) {
      useStep(db, step)
      const asked = { remember: step.remember ?? false, rememberDevice }
      return { account: null, deviceCheck: beginDeviceCheck(context, account, asked) }
    }
    return { account: finish(context, step, account, row, rememberDevice), deviceCheck: null }
  }),

  bind(startSecondStepPasskey, ({ body }, { db, origin }) => {
    const { account, row } = begun(db, body.step)
    return beginAssertion(db, origin, 'passkey-second-step', account.id, row.passkeys)
  }),

  bind(finishSignInByPasskey, ({ body }, context) => {
    const { step, account, row } = begun(context.db, body.step)
    showPasskey(context, 'passkey-second-step', account.id, body)
    return finish(context, step, account, row, body.rememberDevice)
  }),

  bind(startPasskeySignIn, (_input, { db, origin }) =>
    beginAssertion(db, origin, 'passkey-sign-in', null),
  ),

  bind(signInByPasskey, ({ body }, context) => {
    const account = showPasskey(context, 'passkey-sign-in', null, body)
    context.startSession(account, body.remember)
    knowBrowser(context, account.id)
    dropResetLinks(context.db, account)
    return presentAccount(context.db, account)
  }),

  bind(startConfirmation, (_input, context) => {
    const { db, origin } = context
    const account = signedIn(context)
    const { passkeys } = factorsOf(db, account.id)
    return {
      password: true,
      passkey:
        passkeys.length === 0
          ? null
          : beginAssertion(db, origin, 'passkey-confirm', account.id, passkeys),
    }
  }),

  bind(confirmByPassword, ({ body }, context) => {
    if (signedIn(context).password !== body.password) {
      throw new ProblemError('password_wrong', 'The password is not right')
    }
    confirm(context)
    return undefined
  }),

  bind(confirmByPasskey, ({ body }, context) => {
    showPasskey(context, 'passkey-confirm', signedIn(context).id, body)
    confirm(context)
    return undefined
  }),
]

function begun(db: MockDb, token: string): { step: StepRow; account: AccountRow; row: FactorRow } {
  const step = findStep(db, 'second-step', token)
  const account = findAccount(db, step.accountId ?? '')
  if (account === undefined || account.password !== step.password) {
    throw new ProblemError('step_invalid', 'The password is another one by now')
  }
  refuseDisabled(account)
  return { step, account, row: factorsOf(db, account.id) }
}

function refuseDisabled(account: AccountRow): void {
  if (account.disabled) throw new ProblemError('account_disabled', 'This account is disabled')
}

function finish(
  context: Context,
  step: StepRow,
  account: AccountRow,
  row: FactorRow,
  rememberDevice: boolean,
) {
  const { db } = context
  useStep(db, step)
  context.startSession(account, step.remember ?? false)
  knowBrowser(context, account.id)
  if (rememberDevice) context.rememberDevice(`${account.id}:${row.deviceEpoch}`)
  dropResetLinks(db, account)
  return presentAccount(db, account)
}

/**
 * Takes a passkey that was shown, its challenge used up.
 * @throws ProblemError `step_invalid` or `passkey_refused`
 */
function showPasskey(
  { db, origin }: Context,
  purpose: StepRow['purpose'],
  accountId: string | null,
  { challenge, response: shown }: AssertionBody,
): AccountRow {
  const refused = () => new ProblemError('passkey_refused', 'This passkey is not good for this')
  const step = findStep(db, purpose, challenge, accountId)
  const row = db.factors.find(({ passkeys }) =>
    passkeys.some(({ credentialId }) => credentialId === shown.id),
  )
  const passkey = row?.passkeys.find(({ credentialId }) => credentialId === shown.id)
  const account = row && findAccount(db, row.accountId)
  if (passkey === undefined || account === undefined) throw refused()
  if (accountId !== null && account.id !== accountId) throw refused()
  if (!isAnswerTo(step, shown.response.clientDataJSON, 'webauthn.get', origin)) throw refused()
  const { verified, counter } = readAuthenticatorData(shown.response.authenticatorData)
  if (accountId === null && !verified) throw refused()
  if (counter <= passkey.counter && (counter > 0 || passkey.counter > 0)) throw refused()
  refuseDisabled(account)
  useStep(db, step)
  Object.assign(passkey, { counter, lastUsedAt: db.now().toISOString() })
  return account
}

function confirm({ db, sid }: Context): void {
  const session = db.sessions.find((row) => row.sid === sid)
  if (session !== undefined) session.confirmedAt = db.now().toISOString()
}
