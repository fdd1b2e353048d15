import { importJWK, type CryptoKey, type JWK } from 'jose'
import * as z from 'zod'
import type { Clock } from '../../infra/clock.ts'
import type { Logger } from '../../infra/logger.ts'
import type { Outbound } from '../../infra/outbound/outbound.ts'

const MINUTE_MS = 60_000
/** Keys that are older are asked for again: one that the issuer took back is not used for long. */
const FRESH_MS = 15 * MINUTE_MS
/** After this an issuer is not asked again, whatever tokens come. */
const COOLDOWN_MS = MINUTE_MS
/** Keys are used for so long while their issuer does not answer. */
const STALE_MS = 24 * 60 * MINUTE_MS
const TIMEOUT_MS = 5_000
const MOST_DISCOVERY_BYTES = 64 * 1024
const MOST_KEYS_BYTES = 256 * 1024
const MOST_KEYS = 100
const LEAST_RSA_BITS = 2048

export const SIGNING_ALGORITHMS = ['RS256', 'ES256'] as const
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number]

/** OpenID Connect Discovery 1.0 §3; the members that are needed. */
const Discovery = z.object({ issuer: z.string(), jwks_uri: z.string() })
/** RFC 7517 §5. What a key must be is looked at key by key: one that is not ours spoils no other. */
const KeySet = z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(MOST_KEYS) })

/** The keys of an issuer cannot be had, and none are known that are young enough. */
export class KeysAwayError extends Error {
  override readonly name = 'KeysAwayError'
}

export type IssuerKeys = {
  /**
   * The key of an issuer for an algorithm; undefined for an identifier that the issuer does not have.
   * Only for issuers that somebody trusts: this may ask them.
   * @throws KeysAwayError
   */
  find(issuer: string, kid: string, algorithm: SigningAlgorithm): Promise<CryptoKey | undefined>
}

type Known = {
  keys: ReadonlyMap<string, CryptoKey>
  /** Milliseconds; when the keys were read, and when the issuer was last asked. */
  readAt: number
  triedAt: number
  asking: Promise<void> | undefined
}

/**
 * Keys by discovery, kept in memory. An unknown identifier has an issuer asked again, once a minute at
 * the most: until its signature is looked at, a token is anybody's text, and must not make this server
 * ask more often. Of several requests at once one asks.
 */
export function createIssuerKeys(deps: {
  outbound: Outbound
  clock: Clock
  logger: Logger
}): IssuerKeys {
  const { outbound, clock, logger } = deps
  const issuers = new Map<string, Known>()

  const refresh = async (issuer: string, known: Known): Promise<void> => {
    known.triedAt = clock.now().getTime()
    try {
      known.keys = await readKeys(outbound, issuer)
      known.readAt = clock.now().getTime()
    } catch (error) {
      logger.warn({ issuer, err: error }, 'the keys of an issuer cannot be read')
    }
  }

  return {
    find: async (issuer, kid, algorithm) => {
      const known = issuers.get(issuer) ?? {
        keys: new Map(),
        readAt: Number.NEGATIVE_INFINITY,
        triedAt: Number.NEGATIVE_INFINITY,
        asking: undefined,
      }
      issuers.set(issuer, known)
      const now = clock.now().getTime()
      const name = keyName(kid, algorithm)
      const isDue = !known.keys.has(name) || now - known.readAt > FRESH_MS
      if (isDue && now - known.triedAt >= COOLDOWN_MS) {
        known.asking ??= refresh(issuer, known).finally(() => {
          known.asking = undefined
        })
      }
      if (isDue) await known.asking
      if (now - known.readAt > STALE_MS) throw new KeysAwayError(`${issuer} gives no keys`)
      return known.keys.get(name)
    },
  }
}

const keyName = (kid: string, algorithm: SigningAlgorithm) => `${algorithm} ${kid}`

async function readKeys(outbound: Outbound, issuer: string): Promise<Map<string, CryptoKey>> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const discovery = Discovery.parse(await readJson(outbound, address, MOST_DISCOVERY_BYTES))
  if (discovery.issuer !== issuer) {
    throw new Error(`the discovery document is one of ${discovery.issuer.slice(0, 200)}`)
  }
  const { keys } = KeySet.parse(await readJson(outbound, discovery.jwks_uri, MOST_KEYS_BYTES))
  const usable = new Map<string, CryptoKey>()
  for (const jwk of keys) {
    const algorithm = algorithmOf(jwk)
    if (algorithm === undefined || typeof jwk.kid !== 'string') continue
    const key = await importPublic(jwk, algorithm)
    const name = keyName(jwk.kid, algorithm)
    if (key !== undefined && !usable.has(name)) usable.set(name, key)
  }
  return usable
}

async function readJson(outbound: Outbound, address: string, maxBytes: number): Promise<unknown> {
  const answer = await outbound(address, {
    headers: { Accept: 'application/json' },
    timeoutMs: TIMEOUT_MS,
    maxBytes,
  })
  if (answer.status !== 200) throw new Error(`${address} was answered with ${answer.status}`)
  return JSON.parse(answer.body.toString('utf8')) as unknown
}

/** By the type of the key, not by what a token says: no secret key ever counts. */
function algorithmOf(jwk: JWK): SigningAlgorithm | undefined {
  const algorithm =
    jwk.kty === 'RSA' ? 'RS256' : jwk.kty === 'EC' && jwk.crv === 'P-256' ? 'ES256' : undefined
  const isForIt = (jwk.alg ?? algorithm) === algorithm && (jwk.use ?? 'sig') === 'sig'
  return isForIt ? algorithm : undefined
}

/** The public half; undefined for what is no key, or a weak one. */
async function importPublic(jwk: JWK, algorithm: SigningAlgorithm): Promise<CryptoKey | undefined> {
  const { kty, n, e, crv, x, y } = jwk
  const half = kty === 'RSA' ? { kty, n, e } : { kty, crv, x, y }
  try {
    const key = (await importJWK(half as JWK, algorithm)) as CryptoKey
    const { modulusLength } = key.algorithm as { modulusLength?: number }
    return modulusLength !== undefined && modulusLength < LEAST_RSA_BITS ? undefined : key
  } catch {
    return undefined
  }
}
