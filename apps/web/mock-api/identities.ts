import {
  BUILT_IN_ISSUERS,
  fieldError,
  validationFailed,
  type PublisherIdentity,
  type Site,
} from '@wheelhouse/shared-types'
import { lookAtGithub } from './github.ts'

/**
 * An identity as it is kept: with the number of its owner's account.
 * @throws ProblemError `validation_failed` for what this installation or GitHub does not know
 */
export function settleIdentity(
  identity: PublisherIdentity,
  trusted: Site['trustedPublishing'],
): PublisherIdentity {
  if (trusted?.kinds.includes(identity.kind) !== true) {
    throw validationFailed([
      fieldError('body/identity/kind', 'not_one_of', 'is not taken here', { values: '' }),
    ])
  }
  if ('issuer' in identity && !isAllowed(identity.issuer, trusted.issuers)) {
    throw validationFailed([
      fieldError('body/identity/issuer', 'issuer_not_allowed', 'is not an issuer allowed here'),
    ])
  }
  return identity.kind === 'github' ? numberOwner(identity) : identity
}

const isAllowed = (issuer: string, issuers: readonly string[]): boolean =>
  issuer === BUILT_IN_ISSUERS.gitlab || issuers.includes(issuer)

/** Any other number is taken for that of the account. */
const WRONG_NUMBER = '404'

function numberOwner(identity: PublisherIdentity & { kind: 'github' }): PublisherIdentity {
  const { owner, ownerId, trouble } = lookAtGithub(identity)
  if (owner === 'missing') {
    throw validationFailed([
      fieldError('body/identity/owner', 'owner_unknown', 'is nobody on GitHub'),
    ])
  }
  if (trouble !== null && identity.ownerId === null) {
    throw validationFailed([
      fieldError('body/identity/ownerId', 'owner_id_needed', 'is needed: GitHub cannot be asked'),
    ])
  }
  if (trouble === null && identity.ownerId === WRONG_NUMBER) {
    throw validationFailed([
      fieldError('body/identity/ownerId', 'owner_id_wrong', `GitHub says ${ownerId}`),
    ])
  }
  return { ...identity, ownerId: identity.ownerId ?? ownerId }
}

/** Whether two are the same, in whatever spelling their provider does not tell apart. */
export function isSameIdentity(one: PublisherIdentity, other: PublisherIdentity): boolean {
  return JSON.stringify(keyOf(one)) === JSON.stringify(keyOf(other))
}

function keyOf(identity: PublisherIdentity): unknown {
  switch (identity.kind) {
    case 'github': {
      const { owner, repository } = identity
      return { ...identity, owner: owner.toLowerCase(), repository: repository.toLowerCase() }
    }
    case 'gitlab': {
      const { namespace, project } = identity
      return { ...identity, namespace: namespace.toLowerCase(), project: project.toLowerCase() }
    }
    case 'google':
      return { ...identity, email: identity.email.toLowerCase() }
    case 'activestate':
      // The actor's name is for people: the id is who it is.
      return { ...identity, actor: '' }
    case 'oidc': {
      const claims = identity.claims.map(({ name, value }) => JSON.stringify([name, value]))
      return { ...identity, claims: claims.toSorted() }
    }
  }
}

/** It has no environment, and its provider knows them. */
export function isConstrainable(identity: PublisherIdentity): boolean {
  return 'environment' in identity && identity.environment === null
}
