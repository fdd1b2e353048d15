import {
  addAuthenticator,
  addPasskey,
  checkRecoveryCode,
  getTwoFactor,
  makeRecoveryCodes,
  MOST_PASSKEYS,
  normalizeRecoveryCode,
  normalizeTotpCode,
  ProblemError,
  RECOVERY_ALPHABET,
  RECOVERY_CODE_COUNT,
  removeAuthenticator,
  removePasskey,
  renamePasskey,
  startAuthenticator,
  startPasskey,
} from '@wheelhouse/shared-types'
import {
  findTotpStep,
  fromBase32,
  toBase32,
  TOTP_STEP_SECONDS,
  totpStep,
} from '@wheelhouse/shared-types/totp'
import { bind, type Operation } from '../bind.ts'
import { signedIn, type Context } from '../context.ts'
import type { AccountRow } from '../db.ts'
import { factorsOf, hasSecondFactor, type FactorRow, type PasskeyRow } from '../factors.ts'
import { forgetBrowsers, knowBrowser } from '../known-browsers.ts'
import { sendMail } from '../mails.ts'
import { beginStep, findStep, isAnswerTo, relyingPartyId, useStep } from '../steps.ts'
import { toBase64Url } from '../secrets.ts'

const WINDOW = 1
const DRIFT_WINDOW = 10

export const twoFactorOperations: readonly Operation[] = [
  bind(getTwoFactor, (_input, context) => {
    const row = factorsOf(context.db, signedIn(context).id)
    const [code] = row.recoveryCodes
    return {
      passkeys: row.passkeys,
      authenticator: row.authenticator,
      recoveryCodes:
        code === undefined
          ? null
          : {
              total: row.recoveryCodes.length,
              left: row.recoveryCodes.filter(({ usedAt }) => usedAt === null).length,
              confirmed: row.codesConfirmed,
              createdAt: code.createdAt,
            },
      required: false,
    }
  }),

  bind(startAuthenticator, (_input, context) => {
    const { db, origin } = context
    const account = verifiedAccount(context)
    if (factorsOf(db, account.id).authenticator !== null) throw authenticatorExists()
    const secret = toBase32(crypto.getRandomValues(new Uint8Array(20)))
    const { token } = beginStep(db, 'authenticator-setup', account.id, { secret })
    const issuer = `Wheelhouse (${new URL(origin).host})`
    const label = encodeURIComponent(`${issuer}:${account.username}`)
    const query = `secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30`
    return { setup: token, secret, uri: `otpauth://totp/${label}?${query}` }
  }),

  bind(addAuthenticator, async ({ body }, context) => {
    const { db } = context
    const account = verifiedAccount(context)
    const setup = findStep(db, 'authenticator-setup', body.setup, account.id)
    const row = factorsOf(db, account.id)
    if (row.authenticator !== null) throw authenticatorExists()
    const secret = setup.secret ?? ''
    const lastStep = await checkTotp(secret, body.code, db.now(), 'both')
    useStep(db, setup)
    const createdAt = db.now().toISOString()
    row.authenticator = { secret, lastStep, createdAt, lastUsedAt: null }
    const recoveryCodes = firstRecoveryCodes(row, createdAt)
    noteChange(context, account, row, 'An authentication app was added to your account')
    return { recoveryCodes }
  }),

  bind(removeAuthenticator, (_input, context) => {
    const account = signedIn(context)
    const row = factorsOf(context.db, account.id)
    if (row.authenticator === null) throw new ProblemError('not_found', 'There is no such app')
    refuseLastOfShort(row, 1)
    row.authenticator = null
    noteChange(context, account, row, 'The authentication app was removed from your account')
    return undefined
  }),

  bind(startPasskey, (_input, context) => {
    const { db, origin } = context
    const account = verifiedAccount(context)
    const { passkeys } = factorsOf(db, account.id)
    if (passkeys.length >= MOST_PASSKEYS) throw tooManyPasskeys()
    const challenge = toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
    const { token } = beginStep(db, 'passkey-add', account.id, { challenge })
    const { username, name } = account
    return {
      challenge: token,
      options: {
        challenge,
        rp: { id: relyingPartyId(origin), name: 'Wheelhouse' },
        user: {
          id: toBase64Url(new TextEncoder().encode(account.id)),
          name: username,
          displayName: name || username,
        },
        pubKeyCredParams: [-8, -7, -257].map((alg) => ({ alg, type: 'public-key' })),
        timeout: 300_000,
        attestation: 'none',
        excludeCredentials: passkeys.map(({ credentialId }) => ({
          id: credentialId,
          type: 'public-key',
        })),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      },
    }
  }),

  bind(addPasskey, ({ body }, context) => {
    const { db, origin } = context
    const account = verifiedAccount(context)
    const step = findStep(db, 'passkey-add', body.challenge, account.id)
    const { id: credentialId, response } = body.response
    if (!isAnswerTo(step, response.clientDataJSON, 'webauthn.create', origin)) {
      throw new ProblemError('passkey_refused', 'This passkey is not good for this')
    }
    const row = factorsOf(db, account.id)
    if (row.passkeys.length >= MOST_PASSKEYS) throw tooManyPasskeys()
    if (
      db.factors.some(({ passkeys }) => passkeys.some((key) => key.credentialId === credentialId))
    ) {
      throw new ProblemError('passkey_listed', 'This passkey is on an account already')
    }
    refuseTakenName(row, body.name)
    useStep(db, step)
    const createdAt = db.now().toISOString()
    const passkey: PasskeyRow = {
      id: crypto.randomUUID(),
      name: body.name,
      synced: false,
      createdAt,
      lastUsedAt: null,
      credentialId,
      counter: 0,
    }
    row.passkeys.push(passkey)
    const recoveryCodes = firstRecoveryCodes(row, createdAt)
    noteChange(context, account, row, 'A passkey was added to your account')
    return { passkey, recoveryCodes }
  }),

  bind(renamePasskey, ({ params, body }, context) => {
    const row = factorsOf(context.db, signedIn(context).id)
    const passkey = ownPasskey(row, params.id)
    if (passkey.name !== body.name) refuseTakenName(row, body.name)
    passkey.name = body.name
    return passkey
  }),

  bind(removePasskey, ({ params }, context) => {
    const account = signedIn(context)
    const row = factorsOf(context.db, account.id)
    const passkey = ownPasskey(row, params.id)
    refuseLastOfShort(row, 1)
    row.passkeys = row.passkeys.filter((one) => one !== passkey)
    noteChange(context, account, row, 'A passkey was removed from your account')
    return undefined
  }),

  bind(makeRecoveryCodes, (_input, context) => {
    const { db } = context
    const account = signedIn(context)
    if (!hasSecondFactor(db, account.id)) {
      throw new ProblemError('second_factor_missing', 'Codes stand in for a second factor')
    }
    const recoveryCodes = newRecoveryCodes(factorsOf(db, account.id), db.now().toISOString())
    tell(context, account, 'New recovery codes were made')
    return { recoveryCodes }
  }),

  bind(checkRecoveryCode, ({ body }, context) => {
    const row = factorsOf(context.db, signedIn(context).id)
    unusedCode(row, body.code)
    row.codesConfirmed = true
    return undefined
  }),
]

/** The time step of a right code. @throws ProblemError `code_wrong` or `clock_drift`, as the API does. */
export async function checkTotp(
  secret: string,
  code: string,
  at: Date,
  drifts: 'both' | 'slow',
): Promise<number> {
  const now = totpStep(at.getTime())
  const key = fromBase32(secret)
  const step = await findTotpStep(key, normalizeTotpCode(code), at.getTime(), DRIFT_WINDOW)
  if (step === undefined) throw codeWrong()
  const away = step - now
  if (Math.abs(away) <= WINDOW) return step
  if (away > 0 && drifts === 'slow') throw codeWrong()
  const reason = String(away * TOTP_STEP_SECONDS)
  throw new ProblemError('clock_drift', 'The code belongs to another time', { reason })
}

export const codeWrong = () => new ProblemError('code_wrong', 'The code is not right')

/** An unused recovery code. @throws ProblemError `code_wrong` */
export function unusedCode(row: FactorRow, typed: string): FactorRow['recoveryCodes'][number] {
  const wanted = normalizeRecoveryCode(typed)
  const found = row.recoveryCodes.find(
    ({ code, usedAt }) => usedAt === null && normalizeRecoveryCode(code) === wanted,
  )
  if (found === undefined) throw codeWrong()
  return found
}

function verifiedAccount(context: Context): AccountRow {
  const account = signedIn(context)
  if (account.emailVerified) return account
  throw new ProblemError('email_unverified', 'Open the link in the verification mail first')
}

function newRecoveryCodes(row: FactorRow, createdAt: string): string[] {
  const codes = Array.from({ length: RECOVERY_CODE_COUNT }, () =>
    [...crypto.getRandomValues(new Uint8Array(24))]
      .map((byte) => RECOVERY_ALPHABET[byte & 31])
      .join('')
      .replace(/.{6}(?=.)/g, '$&-'),
  )
  row.recoveryCodes = codes.map((code) => ({ code, createdAt, usedAt: null }))
  row.codesConfirmed = false
  return codes
}

function firstRecoveryCodes(row: FactorRow, createdAt: string): string[] | null {
  return row.recoveryCodes.length > 0 ? null : newRecoveryCodes(row, createdAt)
}

/** What follows every change: new sessions, forgotten browsers, a mail. */
function noteChange(context: Context, account: AccountRow, row: FactorRow, subject: string): void {
  const { db, sid } = context
  if (row.authenticator === null && row.passkeys.length === 0) {
    Object.assign(row, { recoveryCodes: [], codesConfirmed: false })
  }
  row.deviceEpoch += 1
  const remember = db.sessions.find((session) => session.sid === sid)?.remember ?? false
  db.sessions = db.sessions.filter((session) => session.accountId !== account.id)
  context.startSession(account, remember)
  forgetBrowsers(db, account.id)
  knowBrowser(context, account.id)
  tell(context, account, subject)
}

function tell({ db, origin }: Context, account: AccountRow, subject: string): void {
  sendMail(db, {
    to: account.email,
    subject,
    text: `${subject}: ${account.username}. If that was not you, set a new password.\n`,
    links: [`${origin}/not-me`, `${origin}/account/two-factor`],
  })
}

function ownPasskey(row: FactorRow, id: string): PasskeyRow {
  const passkey = row.passkeys.find((one) => one.id === id)
  if (passkey === undefined) throw new ProblemError('not_found', 'You have no such passkey')
  return passkey
}

/** @throws ProblemError `password_short` when fewer factors than `going` and one would stay. */
function refuseLastOfShort(row: FactorRow, going: number): void {
  const count = row.passkeys.length + (row.authenticator === null ? 0 : 1)
  if (row.passwordShort && count <= going) {
    throw new ProblemError('password_short', 'Your password is too short to stand alone')
  }
}

function refuseTakenName(row: FactorRow, name: string): void {
  if (row.passkeys.every((one) => one.name !== name)) return
  throw new ProblemError('passkey_name_taken', `You have a passkey named ${name} already`)
}

const authenticatorExists = () =>
  new ProblemError('authenticator_exists', 'Remove the authentication app that you have first')
const tooManyPasskeys = () =>
  new ProblemError('too_many_passkeys', `An account has at most ${MOST_PASSKEYS} passkeys`)
