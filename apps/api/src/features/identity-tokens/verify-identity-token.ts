import { createHash } from 'node:crypto'
import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type CryptoKey,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose'
import { BUILT_IN_ISSUERS, type PublisherKind } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { Claims } from './claims.ts'
import { KeysAwayError, SIGNING_ALGORITHMS, type SigningAlgorithm } from './issuer-keys.ts'
import { MintRefusal } from './mint-refusal.ts'
import { kindsOfIssuer } from './providers.ts'
import { isIssuerNamed } from './publishers-of-token.ts'

/** Seconds by which clocks may differ. */
const LEEWAY = 30
const MOST_CHARACTERS = 16 * 1024
/** Seconds: no provider's tokens live longer, and each is remembered for as long. */
const LONGEST_LIFE = 31 * 24 * 60 * 60
const NEEDED = ['iss', 'iat', 'exp', 'aud']

export type IdentityToken = {
  readonly issuer: string
  /** Kinds of publishers that it can be one of. */
  readonly kinds: readonly PublisherKind[]
  readonly claims: Claims
  /** By which it is known when it comes again: SHA-256 of issuer and `jti`. */
  readonly hash: Uint8Array<ArrayBuffer>
  /** Until when it could come again. */
  readonly endsAt: Date
}

type Config = Deps['config']

/**
 * Checks an identity token (OpenID Connect Core §3.1.3.7, specs §4.2): form, issuer, signature, times
 * and audience. What costs nothing comes first; the issuer's keys are asked for only where a publisher
 * trusts it.
 * @throws MintRefusal
 */
export async function verifyIdentityToken(
  deps: Pick<Deps, 'config' | 'db' | 'clock' | 'issuerKeys'>,
  token: string,
): Promise<IdentityToken> {
  const { config, clock } = deps
  const { header, payload } = decode(token)
  const issuer = payload.iss
  const kinds = typeof issuer === 'string' ? kindsOfIssuer(issuer, allowedBy(config)) : []
  if (issuer === undefined || kinds.length === 0) {
    throw new MintRefusal('invalid-payload', `unknown trusted publishing issuer: ${shown(issuer)}`)
  }
  const algorithm = readAlgorithm(header, issuer)
  const { kid } = header
  if (typeof kid !== 'string' || kid === '') refuse('its header has no kid')
  if (!(await isIssuerNamed(deps.db, issuer, clock.now()))) {
    throw new MintRefusal(
      'invalid-publisher',
      `no project here has a trusted publisher of ${issuer}; add one first`,
    )
  }
  const key = await findKey(deps, issuer, kid, algorithm)
  const claims = await verify(token, { key, algorithm, issuer, now: clock.now() })
  const now = clock.now().getTime() / 1000
  if (claims.iat! > now + LEEWAY) refuse('it was issued in the future (iat)')
  if (claims.exp! > now + LONGEST_LIFE) refuse('it lives too long (exp)')
  const [audience, ...more] = [claims.aud].flat()
  if (more.length > 0) refuse('it has more than one audience (aud)')
  if (audience !== config.oidcAudience) {
    refuse(`its audience (aud) is not ${config.oidcAudience}, but ${shown(audience)}`)
  }
  return {
    issuer,
    kinds,
    claims,
    hash: hashOf(token, issuer, claims),
    endsAt: new Date((claims.exp! + LEEWAY) * 1000),
  }
}

export const allowedBy = (config: Pick<Config, 'TRUSTED_PUBLISHING' | 'OIDC_ISSUERS'>) => ({
  kinds: config.TRUSTED_PUBLISHING,
  issuers: config.OIDC_ISSUERS,
})

function decode(token: string): { header: ProtectedHeaderParameters; payload: JWTPayload } {
  if (token.length > MOST_CHARACTERS)
    throw new MintRefusal('invalid-payload', 'the JWT is too long')
  try {
    return { header: decodeProtectedHeader(token), payload: decodeJwt(token) }
  } catch (error) {
    throw new MintRefusal('invalid-payload', 'malformed JWT', error)
  }
}

/** RS256; of issuers that an operator named ES256 as well. Never by a secret, never none. */
function readAlgorithm(header: ProtectedHeaderParameters, issuer: string): SigningAlgorithm {
  const isBuiltIn = Object.values<string>(BUILT_IN_ISSUERS).includes(issuer)
  const algorithms = isBuiltIn ? (['RS256'] as const) : SIGNING_ALGORITHMS
  const algorithm = algorithms.find((one) => one === header.alg)
  return algorithm ?? refuse(`it is not signed with ${algorithms.join(' or ')}`)
}

async function findKey(
  { issuerKeys }: Pick<Deps, 'issuerKeys'>,
  issuer: string,
  kid: string,
  algorithm: SigningAlgorithm,
): Promise<CryptoKey> {
  try {
    const key = await issuerKeys.find(issuer, kid, algorithm)
    return key ?? refuse(`its issuer has no ${algorithm} key ${shown(kid)} (kid)`)
  } catch (error) {
    if (!(error instanceof KeysAwayError)) throw error
    return refuse(`the keys of ${issuer} cannot be read at the moment; try again in a minute`)
  }
}

async function verify(
  token: string,
  how: { key: CryptoKey; algorithm: SigningAlgorithm; issuer: string; now: Date },
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, how.key, {
      issuer: how.issuer,
      algorithms: [how.algorithm],
      currentDate: how.now,
      clockTolerance: LEEWAY,
      requiredClaims: NEEDED,
    })
    return payload
  } catch (error) {
    if (error instanceof errors.JWTExpired) refuse('it has expired (exp)')
    if (error instanceof errors.JWTClaimValidationFailed) {
      refuse(`its claim ${error.claim} is ${error.reason === 'missing' ? 'missing' : 'not right'}`)
    }
    if (error instanceof errors.JOSEError) refuse('its signature or its form is not right')
    throw error
  }
}

/**
 * Of a token without `jti` what was signed: a signature can be spelled in several ways, and a token
 * must not come again in another spelling.
 */
function hashOf(token: string, issuer: string, { jti }: JWTPayload): Uint8Array<ArrayBuffer> {
  if (jti !== undefined && (typeof jti !== 'string' || jti === ''))
    refuse('its claim jti is not right')
  const known = jti ?? token.slice(0, token.lastIndexOf('.'))
  const text = JSON.stringify([issuer, jti === undefined ? 'token' : 'jti', known])
  return new Uint8Array(createHash('sha256').update(text).digest())
}

function refuse(why: string): never {
  throw new MintRefusal('invalid-token', `the identity token is not taken: ${why}`)
}

/** Somebody else's text as it may stand in an answer. */
function shown(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 200).replace(/[^\x20-\x7e]/g, '?') : '(no text)'
}
