import { createHash, randomBytes } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'

const ALGORITHM = 'HS256'
const TYPE = 'wheelhouse-session+jwt'
const AUDIENCE = 'session'

/** Makes the random id of a session: the cookie carries it, the database keeps its hash. */
export function makeSid(): { sid: string; sidHash: Uint8Array<ArrayBuffer> } {
  const sid = randomBytes(32).toString('base64url')
  return { sid, sidHash: hashSid(sid) }
}

export function hashSid(sid: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(sid).digest())
}

/** The cookie's value: a signed token that carries nothing but the session's random id. */
export async function signSession(
  key: Uint8Array,
  issuer: string,
  sid: string,
  issuedAt: Date,
  expiresAt: Date,
): Promise<string> {
  return new SignJWT({ sid })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(key)
}

/** The session id in a cookie, or undefined for anything that we did not sign or that is over. */
export async function readSession(
  key: Uint8Array,
  issuer: string,
  token: string,
  now: Date,
): Promise<string | undefined> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer,
      audience: AUDIENCE,
      requiredClaims: ['exp', 'iat', 'sid'],
      currentDate: now,
    })
    return typeof payload.sid === 'string' ? payload.sid : undefined
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}
