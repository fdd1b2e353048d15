import {
  BUILT_IN_ISSUERS,
  type PublishedBy,
  type PublisherIdentity,
  type PublisherKind,
} from '@wheelhouse/shared-types'
import { textClaim, type Claims } from './claims.ts'
import { activestateProvider } from './match-activestate.ts'
import { githubProvider } from './match-github.ts'
import { gitlabProvider } from './match-gitlab.ts'
import { googleProvider } from './match-google.ts'
import { oidcProvider } from './match-oidc.ts'
import type { Provider } from './provider.ts'

const PROVIDERS: { readonly [Kind in PublisherKind]: Provider<Kind> } = {
  github: githubProvider,
  gitlab: gitlabProvider,
  google: googleProvider,
  activestate: activestateProvider,
  oidc: oidcProvider,
}

/** Of what a run says, the characters that are kept. */
const MOST_CHARACTERS = 500

/** The provider of a kind; its identities are of that kind, which the type cannot follow. */
export function providerOf(kind: PublisherKind): Provider {
  return PROVIDERS[kind] as Provider
}

/** The issuer whose tokens an identity has. */
export function issuerOf(identity: PublisherIdentity): string {
  return 'issuer' in identity ? identity.issuer : BUILT_IN_ISSUERS[identity.kind]
}

/** The kinds of publishers that an issuer's tokens can be of; none for one that is not allowed. */
export function kindsOfIssuer(
  issuer: string,
  allowed: { readonly kinds: readonly PublisherKind[]; readonly issuers: readonly string[] },
): PublisherKind[] {
  const builtIn = (Object.keys(BUILT_IN_ISSUERS) as (keyof typeof BUILT_IN_ISSUERS)[]).find(
    (kind) => BUILT_IN_ISSUERS[kind] === issuer,
  )
  const kinds: PublisherKind[] =
    builtIn !== undefined ? [builtIn] : allowed.issuers.includes(issuer) ? ['gitlab', 'oidc'] : []
  return kinds.filter((kind) => allowed.kinds.includes(kind))
}

/** What a run of a publisher said of itself, to be kept with the files that it uploads. */
export function describeRun(identity: PublisherIdentity, claims: Claims): PublishedBy {
  const described = providerOf(identity.kind).describe(identity, claims)
  const clipped = Object.entries(described).map(([name, value]) => [
    name,
    value?.slice(0, MOST_CHARACTERS) ?? null,
  ])
  return {
    kind: identity.kind,
    issuer: issuerOf(identity),
    ...(Object.fromEntries(clipped) as typeof described),
  }
}

/** What a token says of who asks, as one line of a refusal: `repository=…, environment=…`. */
export function showClaims(kinds: readonly PublisherKind[], claims: Claims): string {
  const names = new Set(kinds.flatMap((kind) => providerOf(kind).shown))
  const shown = [...names].map((name) => `${name}=${show(claims, name)}`)
  return shown.join(', ')
}

function show(claims: Claims, name: string): string {
  const text = textClaim(claims, name)
    ?.slice(0, 200)
    .replace(/[^\x20-\x7e]/g, '?')
  return text ?? (claims[name] === undefined ? '(absent)' : '(no text)')
}
