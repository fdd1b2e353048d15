import {
  BUILT_IN_ISSUERS,
  type PublisherIdentityInput,
  type PublisherKind,
} from '@wheelhouse/shared-types'

/** The fields of every kind, under the names that they have in the contract. */
const FIELDS = {
  github: ['owner', 'ownerId', 'repository', 'workflow', 'environment'],
  gitlab: ['issuer', 'namespace', 'project', 'workflowFilepath', 'environment'],
  google: ['email', 'sub'],
  activestate: ['organization', 'project', 'actor', 'actorId'],
  oidc: ['issuer', 'claims'],
} as const satisfies Record<PublisherKind, readonly string[]>

type TextField = Exclude<(typeof FIELDS)[PublisherKind][number], 'claims'>

/**
 * What can be filled in for a publisher: the fields of all kinds side by side, so that the choice
 * can be changed and changed back. An empty text is what was left out.
 */
export type IdentityFields = { kind: PublisherKind } & Record<TextField, string> & {
    claims: { name: string; value: string }[]
  }

/** What may be left out. */
const OPTIONAL: ReadonlySet<string> = new Set(['ownerId', 'environment', 'sub'])

/** Names of the texts that can be filled in for a kind. */
export function textsOf(kind: PublisherKind): readonly TextField[] {
  return FIELDS[kind].filter((name) => name !== 'claims')
}

/** Nothing filled in. */
export function emptyIdentity(kind: PublisherKind): IdentityFields {
  return {
    kind,
    owner: '',
    ownerId: '',
    repository: '',
    workflow: '',
    environment: '',
    issuer: BUILT_IN_ISSUERS.gitlab,
    namespace: '',
    project: '',
    workflowFilepath: '.gitlab-ci.yml',
    email: '',
    sub: '',
    organization: '',
    actor: '',
    actorId: '',
    claims: [{ name: 'sub', value: '' }],
  }
}

/** The identity of the chosen kind, as the contract has it. */
export function toIdentity(fields: IdentityFields): PublisherIdentityInput {
  const given = FIELDS[fields.kind].map((name) => {
    const value = fields[name]
    const left = OPTIONAL.has(name) && typeof value === 'string' && value.trim() === ''
    return [name, left ? null : value]
  })
  return Object.fromEntries([['kind', fields.kind], ...given]) as PublisherIdentityInput
}
