import type { Passkey } from '@wheelhouse/database'
import { ProblemError, type PasskeyAssertion } from '@wheelhouse/shared-types'
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import type * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import type { Origin } from '../../http/caller.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { findUserById, type UserWithEmail } from '../accounts/accounts.queries.ts'
import { recordEvent, SYSTEM } from '../events/record-event.ts'
import { relyingParty } from './relying-party.ts'
import {
  ANYBODY,
  readStep,
  refuseUsedStep,
  useStep,
  type Step,
  type StepPurpose,
} from './step-token.ts'
import { FACTOR_NEWS, mailFactorNews } from './two-factor-mails.ts'

export type ShownPasskey = {
  readonly user: UserWithEmail
  readonly passkey: Passkey
  readonly step: Step
  readonly counter: number
}

/**
 * The passkey that an answer of a browser shows, by the rules of WebAuthn (section 7.2): our
 * challenge, unused; our origin and RP ID; a key of this user; a right signature. Looks only:
 * `usePasskey` uses challenge and counter up.
 * @param subject the user whose it must be, or `ANYBODY`, who must have been verified then.
 * @throws ProblemError `step_invalid` for a challenge that is not good, `passkey_refused` otherwise.
 */
export async function verifyAssertion(
  deps: Deps,
  origin: Origin,
  purpose: StepPurpose,
  subject: string,
  body: { challenge: string; response: z.output<typeof PasskeyAssertion> },
): Promise<ShownPasskey> {
  const { response } = body
  const step = await readStep(deps, purpose, body.challenge, subject)
  await refuseUsedStep(deps.db, step)
  const credentialId = new Uint8Array(Buffer.from(response.id, 'base64url'))
  const passkey = await deps.db.passkey.findUnique({ where: { credentialId } })
  if (passkey === null || (subject !== ANYBODY && passkey.userId !== subject)) throw refused()
  const { userHandle } = response.response
  if (userHandle != null && userHandle !== userHandleOf(passkey.userId)) throw refused()
  const user = await findUserById(deps.db, passkey.userId)
  if (user === undefined) throw refused()
  const counter = await verifySignature(deps, step, passkey, response, subject === ANYBODY)
  if (counter <= passkey.counter && (counter > 0 || passkey.counter > 0)) {
    await reportSuspected(deps, origin, user, passkey)
    throw refused()
  }
  return { user, passkey, step, counter }
}

/** How authenticators name a user: the bytes of the id's text. */
export const userHandleOf = (userId: string): string => Buffer.from(userId).toString('base64url')

async function verifySignature(
  deps: Deps,
  step: Step,
  passkey: Passkey,
  response: z.output<typeof PasskeyAssertion>,
  requireUserVerification: boolean,
): Promise<number> {
  const { id, origins } = relyingParty(deps.config)
  const { userHandle, ...signed } = response.response
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...response,
        response: { ...signed, ...(userHandle == null ? {} : { userHandle }) },
        clientExtensionResults: {},
      },
      expectedChallenge: String(step.claims['challenge']),
      expectedOrigin: origins,
      expectedRPID: id,
      requireUserVerification,
      credential: {
        id: response.id,
        publicKey: passkey.publicKey,
        // Compared by us, so that one that goes back is told from other faults.
        counter: 0,
      },
    })
    if (verified) return authenticationInfo.newCounter
  } catch (cause) {
    // Whatever the library finds fault with: all of it came from outside.
    throw refused(cause)
  }
  throw refused()
}

/**
 * Uses the challenge up and counts the use, in the transaction of what it is shown for.
 * @throws ProblemError `step_invalid` or `passkey_refused` when that has happened already.
 */
export async function usePasskey(tx: Tx, { passkey, step, counter }: ShownPasskey, at: Date) {
  await useStep(tx, step)
  const { count } = await tx.passkey.updateMany({
    where: {
      id: passkey.id,
      ...(counter === 0 ? { counter: 0 } : { counter: { lt: counter } }),
    },
    data: { counter, lastUsedAt: at },
  })
  if (count === 0) throw refused()
}

/** A counter that goes back is the sign of a copied key (WebAuthn, section 6.1.1): its owner is told. */
async function reportSuspected(
  deps: Deps,
  origin: Origin,
  user: UserWithEmail,
  { name }: Passkey,
): Promise<void> {
  await withTransaction(deps.db, async (tx) => {
    await recordEvent(tx, {
      kind: 'passkey-suspected',
      actor: SYSTEM,
      at: deps.clock.now(),
      userId: user.id,
      details: { passkey: name },
      from: { origin, secrets: deps.secrets },
    })
    await mailFactorNews(tx, deps.config, user, FACTOR_NEWS.passkeySuspected(name))
  })
  void deps.outbox.flush()
}

export const refused = (cause?: unknown) =>
  new ProblemError('passkey_refused', 'This passkey is not good for this', { cause })
