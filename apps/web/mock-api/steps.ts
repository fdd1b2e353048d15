import { ProblemError, type PasskeyCeremony } from '@wheelhouse/shared-types'
import type { MockDb, StepRow } from './db.ts'
import type { PasskeyRow } from './factors.ts'
import { fromBase64Url, randomSecret } from './secrets.ts'

const MINUTE = 60_000
/** The same names and times as in the API. */
const LIFETIME: Record<StepRow['purpose'], number> = {
  'second-step': 5 * MINUTE,
  'new-device': 30 * MINUTE,
  'authenticator-setup': 15 * MINUTE,
  'passkey-add': 5 * MINUTE,
  'passkey-second-step': 5 * MINUTE,
  'passkey-confirm': 5 * MINUTE,
  'passkey-sign-in': 30 * MINUTE,
}

/** Begins a step; its token is good for this purpose and account, once. */
export function beginStep(
  db: MockDb,
  purpose: StepRow['purpose'],
  accountId: string | null,
  more: Partial<StepRow> = {},
): StepRow {
  const expiresAt = new Date(db.now().getTime() + LIFETIME[purpose]).toISOString()
  const step: StepRow = { token: randomSecret(), purpose, accountId, expiresAt, ...more }
  db.steps.push(step)
  return step
}

/** @throws ProblemError `step_invalid` for one that is over, was done, or is for something else. */
export function findStep(
  db: MockDb,
  purpose: StepRow['purpose'],
  token: string,
  accountId?: string | null,
): StepRow {
  const step = db.steps.find((row) => row.token === token && row.purpose === purpose)
  const over = step === undefined || Date.parse(step.expiresAt) <= db.now().getTime()
  if (over || (accountId !== undefined && step.accountId !== accountId)) {
    throw new ProblemError('step_invalid', 'This took too long, or was done already')
  }
  return step
}

export function useStep(db: MockDb, step: StepRow): void {
  db.steps = db.steps.filter((row) => row !== step)
}

/** Options for showing a passkey: one of these, or whichever the browser has. */
export function beginAssertion(
  db: MockDb,
  origin: string,
  purpose: StepRow['purpose'],
  accountId: string | null,
  passkeys?: readonly PasskeyRow[],
): PasskeyCeremony {
  const challenge = randomSecret()
  const { token } = beginStep(db, purpose, accountId, { challenge })
  return {
    challenge: token,
    options: {
      challenge,
      rpId: relyingPartyId(origin),
      timeout: 5 * MINUTE,
      userVerification: passkeys === undefined ? 'required' : 'preferred',
      ...(passkeys === undefined
        ? {}
        : {
            allowCredentials: passkeys.map(({ credentialId }) => ({
              id: credentialId,
              type: 'public-key',
            })),
          }),
    },
  }
}

export const relyingPartyId = (origin: string): string => new URL(origin).hostname

/**
 * Whether a browser's answer is to this challenge and from this site. The mock looks at what the
 * browser says of itself; signatures are for the API.
 */
export function isAnswerTo(
  step: StepRow,
  clientDataJSON: string,
  type: 'webauthn.create' | 'webauthn.get',
  origin: string,
): boolean {
  try {
    const data: unknown = JSON.parse(fromBase64Url(clientDataJSON) ?? '')
    const { type: given, challenge, origin: from } = data as Record<string, unknown>
    return given === type && challenge === step.challenge && from === origin
  } catch {
    return false
  }
}

/** Flags and counter of an authenticator's answer (WebAuthn, section 6.1). */
export function readAuthenticatorData(text: string): { verified: boolean; counter: number } {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const byte = (index: number) => binary.charCodeAt(index)
  const counter = [33, 34, 35, 36].reduce((sum, index) => sum * 256 + byte(index), 0)
  return { verified: (byte(32) & 4) !== 0, counter }
}
