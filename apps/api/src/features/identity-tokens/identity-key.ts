import type { PublisherIdentity } from '@wheelhouse/shared-types'
import { issuerOf } from './providers.ts'

/**
 * Issuer and claims in one canonical text: the same for two spellings of one identity. What a
 * provider does not tell apart by its case is lower case in it.
 */
export function identityKey(identity: PublisherIdentity): string {
  return JSON.stringify([identity.kind, issuerOf(identity), ...partsOf(identity)])
}

function partsOf(identity: PublisherIdentity): unknown[] {
  const low = (text: string) => text.toLowerCase()
  switch (identity.kind) {
    case 'github': {
      const { owner, ownerId, repository, workflow, environment } = identity
      return [low(owner), ownerId, low(repository), workflow, environment && low(environment)]
    }
    case 'gitlab': {
      const { namespace, project, workflowFilepath, environment } = identity
      return [low(namespace), low(project), workflowFilepath, environment]
    }
    case 'google':
      return [low(identity.email), identity.sub]
    case 'activestate':
      // The actor's name is for people: the id is who it is.
      return [identity.organization, identity.project, low(identity.actorId)]
    case 'oidc':
      return identity.claims
        .map(({ name, value }) => [name, value])
        .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))
  }
}
