import {
  fieldError,
  validationFailed,
  type FieldErrorCode,
  type PublisherIdentity,
} from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import { kindsOfIssuer, issuerOf } from '../identity-tokens/providers.ts'
import { allowedBy } from '../identity-tokens/verify-identity-token.ts'
import { lookUpOwner } from './github.ts'

type Resolving = Pick<Deps, 'config' | 'outbound'>

/**
 * An identity as it is to be stored: of a kind and an issuer that are taken here, and of GitHub with
 * the number of the owner's account, by which somebody who takes a freed name is told from the owner.
 * @throws ProblemError `validation_failed`
 */
export async function resolveIdentity(
  deps: Resolving,
  identity: PublisherIdentity,
): Promise<PublisherIdentity> {
  const { kinds } = allowedBy(deps.config)
  if (!kinds.includes(identity.kind)) {
    const values = kinds.join(', ')
    throw refused('kind', 'not_one_of', `must be one of ${values}`, { values })
  }
  if (!kindsOfIssuer(issuerOf(identity), allowedBy(deps.config)).includes(identity.kind)) {
    throw refused(
      'issuer',
      'issuer_not_allowed',
      'is not one that the people who run this index allow (OIDC_ISSUERS)',
    )
  }
  return identity.kind === 'github' ? withOwner(deps, identity) : identity
}

async function withOwner(
  deps: Resolving,
  identity: Extract<PublisherIdentity, { kind: 'github' }>,
): Promise<PublisherIdentity> {
  const { owner, ownerId } = identity
  const found = await lookUpOwner(deps, owner)
  if (found.result === 'missing') {
    throw refused('owner', 'owner_unknown', 'is not the name of a user or organization on GitHub')
  }
  if (found.result === 'found') {
    if (ownerId !== null && ownerId !== found.id) {
      throw refused('ownerId', 'owner_id_wrong', `is not the number of ${owner} on GitHub`)
    }
    return { ...identity, owner: found.login, ownerId: found.id }
  }
  if (ownerId !== null) return identity
  throw refused(
    'ownerId',
    'owner_id_needed',
    `is needed, because GitHub cannot be asked: see https://api.github.com/users/${owner}`,
  )
}

function refused(
  field: string,
  code: FieldErrorCode,
  detail: string,
  params?: Record<string, string>,
) {
  return validationFailed([fieldError(`body/identity/${field}`, code, detail, params)])
}
