import {
  MOST_PASSKEYS,
  ProblemError,
  type addPasskey as endpoint,
  type PasskeyRegistration,
} from '@wheelhouse/shared-types'
import { verifyRegistrationResponse } from '@simplewebauthn/server'
import type * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import type { UseCase } from '../../http/bind.ts'
import { isUniqueViolation } from '../../infra/db/with-transaction.ts'
import { changeFactors } from './change-factors.ts'
import { presentPasskey } from './present-passkey.ts'
import { firstRecoveryCodes } from './recovery-codes.ts'
import { refuseUnverified } from './refuse-unverified.ts'
import { relyingParty } from './relying-party.ts'
import { PASSKEY_ALGORITHMS, tooManyPasskeys } from './start-passkey.ts'
import { readStep, refuseUsedStep, useStep, type Step } from './step-token.ts'
import { FACTOR_NEWS } from './two-factor-mails.ts'
import { refused } from './verify-assertion.ts'

/** Adds the credential that a browser made for our challenge (WebAuthn, section 7.1). */
export const addPasskey: UseCase<typeof endpoint> = async ({ body }, context) => {
  const { deps, caller } = context
  const userId = caller.user.id
  const { name } = body
  refuseUnverified(caller)
  const step = await readStep(deps, 'passkey-add', body.challenge, userId)
  await refuseUsedStep(deps.db, step)
  const { credential, credentialBackedUp } = await verifyRegistration(deps, step, body.response)
  try {
    return await changeFactors(context, async (tx, _user, at) => {
      await useStep(tx, step)
      const known = await tx.passkey.count({ where: { userId } })
      if (known >= MOST_PASSKEYS) throw tooManyPasskeys()
      const passkey = await tx.passkey.create({
        data: {
          userId,
          name,
          credentialId: new Uint8Array(Buffer.from(credential.id, 'base64url')),
          publicKey: new Uint8Array(credential.publicKey),
          counter: credential.counter,
          transports: body.response.response.transports ?? [],
          synced: credentialBackedUp,
          createdAt: at,
        },
      })
      const recoveryCodes = await firstRecoveryCodes(tx, userId, at)
      return {
        kind: 'passkey-added',
        news: FACTOR_NEWS.passkeyAdded(name),
        details: { passkey: name },
        result: { passkey: presentPasskey(passkey), recoveryCodes },
      }
    })
  } catch (error) {
    if (isUniqueViolation(error, 'credential')) {
      throw new ProblemError('passkey_listed', 'This passkey is on an account already')
    }
    if (isUniqueViolation(error)) throw passkeyNameTaken(name)
    throw error
  }
}

export const passkeyNameTaken = (name: string) =>
  new ProblemError('passkey_name_taken', `You have a passkey named ${name} already`)

/** @throws ProblemError `passkey_refused` for anything but a credential made for this challenge here. */
async function verifyRegistration(
  deps: Deps,
  step: Step,
  response: z.output<typeof PasskeyRegistration>,
) {
  const { id, origins } = relyingParty(deps.config)
  try {
    const { clientDataJSON, attestationObject } = response.response
    const { registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...response,
        response: { clientDataJSON, attestationObject },
        clientExtensionResults: {},
      },
      expectedChallenge: String(step.claims['challenge']),
      expectedOrigin: origins,
      expectedRPID: id,
      // Its own PIN or print is asked for where it is the only factor.
      requireUserVerification: false,
      supportedAlgorithmIDs: PASSKEY_ALGORITHMS,
    })
    if (registrationInfo !== undefined) return registrationInfo
  } catch (cause) {
    // Whatever the library finds fault with: all of it came from outside.
    throw refused(cause)
  }
  throw refused()
}
