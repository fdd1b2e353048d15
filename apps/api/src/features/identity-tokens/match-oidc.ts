import { textClaim, type Claims } from './claims.ts'
import type { Provider } from './provider.ts'

/**
 * Any other issuer that the operator allowed: Gitea and Forgejo Actions, Jenkins, Buildkite,
 * Kubernetes. Which claims tell who asks is for whoever adds the publisher to know.
 */
export const oidcProvider: Provider<'oidc'> = {
  kind: 'oidc',
  shown: ['sub', 'repository', 'ref'],

  candidates: () => undefined,

  mismatch: ({ claims: asked }, claims) =>
    asked.find(({ name, value }) => valueOf(claims, name) !== value)?.name,

  precision: ({ claims }) => claims.length,

  describe: ({ claims: asked }, claims) => ({
    name: asked.map(({ name, value }) => `${name}=${value}`).join(', '),
    repositoryUrl: null,
    workflow: textClaim(claims, 'workflow') ?? null,
    environment: textClaim(claims, 'environment') ?? null,
    ref: textClaim(claims, 'ref') ?? null,
    commit: textClaim(claims, 'sha') ?? null,
  }),
}

/** A claim as text; a list or an object is none, and neither is what every object inherits. */
function valueOf(claims: Claims, name: string): string | undefined {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined
}
