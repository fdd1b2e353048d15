import { randomUUID } from 'node:crypto'
import { ProblemError } from '@wheelhouse/shared-types'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { Deps } from '../../deps.ts'
import type { Tx } from '../../infra/db/database.ts'

const ALGORITHM = 'HS256'
const TYPE = 'wheelhouse-step+jwt'
const MINUTE_MS = 60_000

/** What a step is part of, and how long it may take. */
const LIFETIMES_MS = {
  'second-step': 5 * MINUTE_MS,
  // Links are good for a shorter time: as long as this, another one can be mailed.
  'new-device': 30 * MINUTE_MS,
  'authenticator-setup': 15 * MINUTE_MS,
  'passkey-add': 5 * MINUTE_MS,
  'passkey-second-step': 5 * MINUTE_MS,
  'passkey-confirm': 5 * MINUTE_MS,
  // A sign-in page stays open: its offer of passkeys is made when the page is.
  'passkey-sign-in': 30 * MINUTE_MS,
} as const
export type StepPurpose = keyof typeof LIFETIMES_MS

/** Who a step belongs to before anybody is known. */
export const ANYBODY = 'anybody'

export type Step = {
  id: string
  purpose: StepPurpose
  subject: string
  claims: Readonly<Record<string, unknown>>
  expiresAt: Date
}

type StepDeps = Pick<Deps, 'config' | 'secrets' | 'clock'>

/** Signs the token of a step that was begun; it is good for one purpose and one user, once. */
export async function signStep(
  deps: StepDeps,
  purpose: StepPurpose,
  subject: string,
  claims: Record<string, string | number | boolean> = {},
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const id = randomUUID()
  const now = deps.clock.now()
  const expiresAt = new Date(now.getTime() + LIFETIMES_MS[purpose])
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setIssuer(deps.config.PUBLIC_URL)
    .setAudience(purpose)
    .setSubject(subject)
    .setJti(id)
    .setIssuedAt(now)
    .setExpirationTime(expiresAt)
    .sign(deps.secrets.stepKey)
  return { id, token, expiresAt }
}

/**
 * The step of a token, which is not used up by this.
 * @param subject whose it must be; undefined where the token itself says it.
 * @throws ProblemError `step_invalid` for one that we did not sign for this, or that is over.
 */
export async function readStep(
  deps: StepDeps,
  purpose: StepPurpose,
  token: string,
  subject?: string,
): Promise<Step> {
  try {
    const { payload } = await jwtVerify(token, deps.secrets.stepKey, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: deps.config.PUBLIC_URL,
      audience: purpose,
      requiredClaims: ['exp', 'iat', 'jti', 'sub'],
      currentDate: deps.clock.now(),
    })
    if (subject !== undefined && payload.sub !== subject) throw stepInvalid()
    return {
      id: payload.jti!,
      purpose,
      subject: payload.sub!,
      claims: payload,
      expiresAt: new Date(payload.exp! * 1000),
    }
  } catch (error) {
    if (error instanceof errors.JOSEError) throw stepInvalid()
    throw error
  }
}

/**
 * Uses a step up, in the transaction of its effect and before it: of many at once, one succeeds.
 * @throws ProblemError `step_invalid` when it was used before.
 */
export async function useStep(tx: Tx, { id, purpose, expiresAt }: Step): Promise<void> {
  const { count } = await tx.usedLink.createMany({
    data: { id, purpose, expiresAt: new Date(expiresAt.getTime() + 60 * MINUTE_MS) },
    skipDuplicates: true,
  })
  if (count === 0) throw stepInvalid()
}

/** @throws ProblemError `step_invalid` when the step was used before; looks only. */
export async function refuseUsedStep(db: Deps['db'], { id }: Step): Promise<void> {
  if ((await db.usedLink.findUnique({ where: { id } })) !== null) throw stepInvalid()
}

export function stepInvalid(): ProblemError {
  return new ProblemError('step_invalid', 'This took too long, or was done already; begin again')
}
