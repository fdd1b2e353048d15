import { randomUUID } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { NEW_DEVICE_LINK_MINUTES, ProblemError } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { Tx } from '../../infra/db/database.ts'

const ALGORITHM = 'HS256'
const TYPE = 'wheelhouse-link+jwt'
const HOUR_MS = 60 * 60 * 1000

/** What a mailed link does, and how long it is good for. */
const LIFETIMES_MS = {
  'verify-email': 24 * HOUR_MS,
  'reset-password': HOUR_MS,
  invitation: 7 * 24 * HOUR_MS,
  'new-device': NEW_DEVICE_LINK_MINUTES * 60_000,
} as const
export type LinkPurpose = keyof typeof LIFETIMES_MS

export type MailLink = {
  id: string
  subject: string
  claims: Readonly<Record<string, unknown>>
  issuedAt: Date
  expiresAt: Date
}

/** What a token has beside its subject: an id that is known already, and claims of its purpose. */
type LinkParts = {
  readonly id?: string
  readonly claims?: Readonly<Record<string, string | number | boolean>>
}

/** When a link ends that is made now. */
export const linkExpiry = (purpose: LinkPurpose, now: Date): Date =>
  new Date(now.getTime() + LIFETIMES_MS[purpose])

/**
 * Signs the token of a mailed link; `subject` is the id of the address or user it is about, of an
 * invitation the address itself, whose row has the id of the link.
 */
export async function signMailLink(
  deps: Pick<Deps, 'config' | 'secrets' | 'clock'>,
  purpose: LinkPurpose,
  subject: string,
  { id = randomUUID(), claims = {} }: LinkParts = {},
): Promise<string> {
  const now = deps.clock.now()
  return new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setIssuer(deps.config.PUBLIC_URL)
    .setAudience(purpose)
    .setSubject(subject)
    .setJti(id)
    .setIssuedAt(now)
    .setExpirationTime(linkExpiry(purpose, now))
    .sign(deps.secrets.mailKey)
}

/** @throws ProblemError `link_invalid` for a token that we did not sign for `purpose`, or that is over. */
export async function readMailLink(
  deps: Pick<Deps, 'config' | 'secrets' | 'clock'>,
  purpose: LinkPurpose,
  token: string,
): Promise<MailLink> {
  try {
    const { payload } = await jwtVerify(token, deps.secrets.mailKey, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: deps.config.PUBLIC_URL,
      audience: purpose,
      requiredClaims: ['exp', 'iat', 'jti', 'sub'],
      currentDate: deps.clock.now(),
    })
    return {
      id: payload.jti!,
      subject: payload.sub!,
      claims: payload,
      issuedAt: new Date(payload.iat! * 1000),
      expiresAt: new Date(payload.exp! * 1000),
    }
  } catch (error) {
    if (error instanceof errors.JOSEError) throw linkInvalid()
    throw error
  }
}

/**
 * Uses a link up, in the transaction of its effect and before it: of many at once, one succeeds.
 * @throws ProblemError `link_invalid` when it was used before.
 */
export async function useMailLink(
  tx: Tx,
  purpose: LinkPurpose,
  link: Pick<MailLink, 'id' | 'expiresAt'>,
): Promise<void> {
  const { count } = await tx.usedLink.createMany({
    data: { id: link.id, purpose, expiresAt: new Date(link.expiresAt.getTime() + HOUR_MS) },
    skipDuplicates: true,
  })
  if (count === 0) throw linkInvalid()
}

export function linkInvalid(): ProblemError {
  return new ProblemError(
    'link_invalid',
    'The link was used already or is too old; ask for a new one',
  )
}
