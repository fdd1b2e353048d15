import {
  MOST_PASSKEYS,
  ProblemError,
  type startPasskey as endpoint,
} from '@wheelhouse/shared-types'
import { generateRegistrationOptions } from '@simplewebauthn/server'
import type { UseCase } from '../../http/bind.ts'
import { findUserById } from '../accounts/accounts.queries.ts'
import { SITE_NAME } from '../site/site-name.ts'
import { CEREMONY_MS, signChallenge } from './passkey-ceremony.ts'
import { refuseUnverified } from './refuse-unverified.ts'
import { relyingParty } from './relying-party.ts'

/** EdDSA, ES256, RS256 (IANA's COSE algorithms): what authenticators have. */
export const PASSKEY_ALGORITHMS = [-8, -7, -257]

/**
 * Options for a new credential. It is asked to be discoverable and to verify the person, which makes
 * it good for a sign-in without a password; a key that can do neither is a second factor all the same.
 */
export const startPasskey: UseCase<typeof endpoint> = async (_input, { deps, caller }) => {
  refuseUnverified(caller)
  const { id: userId, username } = caller.user
  const passkeys = await deps.db.passkey.findMany({ where: { userId } })
  if (passkeys.length >= MOST_PASSKEYS) throw tooManyPasskeys()
  const user = await findUserById(deps.db, userId)
  const { challenge, token } = await signChallenge(deps, 'passkey-add', userId)
  const options = await generateRegistrationOptions({
    rpName: SITE_NAME,
    rpID: relyingParty(deps.config).id,
    userName: username,
    userDisplayName: user?.name || username,
    userID: new Uint8Array(Buffer.from(userId)),
    challenge: new Uint8Array(challenge),
    timeout: CEREMONY_MS,
    attestationType: 'none',
    excludeCredentials: passkeys.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString('base64url'),
      transports,
    })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    supportedAlgorithmIDs: PASSKEY_ALGORITHMS,
  })
  return { options: { ...options }, challenge: token }
}

export const tooManyPasskeys = () =>
  new ProblemError('too_many_passkeys', `An account has at most ${MOST_PASSKEYS} passkeys`)
