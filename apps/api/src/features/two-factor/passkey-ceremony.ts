import { randomBytes } from 'node:crypto'
import type { PasskeyCeremony } from '@wheelhouse/shared-types'
import { generateAuthenticationOptions } from '@simplewebauthn/server'
import type { Deps } from '../../deps.ts'
import { relyingParty } from './relying-party.ts'
import { signStep, type StepPurpose } from './step-token.ts'

const CHALLENGE_BYTES = 32
/** Milliseconds that a browser waits for the person. */
export const CEREMONY_MS = 5 * 60_000

/** A new challenge, and the signed token that says what it is for. */
export async function signChallenge(
  deps: Deps,
  purpose: StepPurpose,
  subject: string,
): Promise<{ challenge: Buffer; token: string }> {
  const challenge = randomBytes(CHALLENGE_BYTES)
  const claims = { challenge: challenge.toString('base64url') }
  const { token } = await signStep(deps, purpose, subject, claims)
  return { challenge, token }
}

/**
 * Options for showing a passkey: one of a user's own, or whichever the browser has (`credentials`
 * undefined), which must verify the person then.
 */
export async function beginAssertion(
  deps: Deps,
  purpose: StepPurpose,
  subject: string,
  credentials?: readonly { credentialId: Uint8Array; transports: string[] }[],
): Promise<PasskeyCeremony> {
  const { challenge, token } = await signChallenge(deps, purpose, subject)
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(deps.config).id,
    challenge: new Uint8Array(challenge),
    timeout: CEREMONY_MS,
    userVerification: credentials === undefined ? 'required' : 'preferred',
    ...(credentials === undefined
      ? {}
      : {
          allowCredentials: credentials.map(({ credentialId, transports }) => ({
            id: Buffer.from(credentialId).toString('base64url'),
            transports,
          })),
        }),
  })
  return { options: { ...options }, challenge: token }
}
