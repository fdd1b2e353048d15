import * as z from 'zod/mini'
import { Email } from './accounts.ts'
import { endpoint } from './endpoint.ts'
import { line } from './text.ts'
import { NewProjectName } from './tokens.ts'

/** Publishers that one project may have. */
export const MOST_PUBLISHERS = 50
/** Publishers for projects that do not exist yet, of one account. */
export const MOST_PENDING_PUBLISHERS = 3
/** Days after which a publisher that was never used for its new project is gone. */
export const PENDING_PUBLISHER_DAYS = 30
export const ENVIRONMENT_MAX_LENGTH = 255
/** Claims by which a publisher of an issuer without a kind of its own is known. */
export const PUBLISHER_MOST_CLAIMS = 10

/** Issuers with a kind of their own; others are allowed by the operator. */
export const BUILT_IN_ISSUERS = {
  github: 'https://token.actions.githubusercontent.com',
  gitlab: 'https://gitlab.com',
  google: 'https://accounts.google.com',
  activestate: 'https://platform.activestate.com/api/v1/oauth/oidc',
} as const

const shaped = (maximum: number, pattern: RegExp, code: string, error: string) =>
  line(maximum).check(z.refine((value) => pattern.test(value), { error, params: { code } }))

/** Accounts of GitHub; those that a company manages have an underscore in their names. */
const GithubOwner = shaped(
  100,
  /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
  'owner_shape',
  'must be the name of a user or an organization: letters, digits and hyphens',
)

const REPOSITORY = /^(?!\.{1,2}$)[\w.-]+$/
const REPOSITORY_HINT = 'must be the name alone: letters, digits, dots, hyphens and underscores'
const Repository = shaped(100, REPOSITORY, 'repository_shape', REPOSITORY_HINT)

const Workflow = shaped(
  255,
  /^[^/\\@]+\.ya?ml$/,
  'workflow_shape',
  'must be the name of a file that ends in .yml or .yaml, without its folder',
)

const WorkflowPath = shaped(
  255,
  /^(?!\/|\.{1,2}\/)(?!.*\/(?:\/|\.{1,2}\/))[^\\@]*[^/\\@]\.ya?ml$/,
  'workflow_path_shape',
  'must be the path of a file in the repository that ends in .yml or .yaml, such as .gitlab-ci.yml',
)

const Namespace = shaped(
  255,
  /^[A-Za-z0-9_][\w.-]*(?:\/[A-Za-z0-9_][\w.-]*)*$/,
  'namespace_shape',
  'must be a user or a group with its parents, such as group/subgroup',
)

// Whatever a provider allows, these would not survive its own settings.
const Environment = shaped(
  ENVIRONMENT_MAX_LENGTH,
  /^[^'"`,;\\]+$/,
  'environment_shape',
  'must not have quotes, commas, semicolons or backslashes',
)

const IssuerUrl = line(500).check(
  z.refine(isIssuer, {
    error: 'must be the https address of an issuer, without a query, a fragment or credentials',
    params: { code: 'issuer_shape' },
  }),
)

const ActivestateName = shaped(
  100,
  /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/,
  'activestate_name_shape',
  'must be the name as it stands in the address of its page',
)

/** Claims that are looked at for every token and say nothing about who asks. */
const EVERY_TOKENS_CLAIMS = new Set(['iss', 'aud', 'exp', 'iat', 'nbf', 'jti'])

const ClaimName = line(100).check(
  z.refine((name) => /^[A-Za-z_][\w.:/-]*$/.test(name) && !EVERY_TOKENS_CLAIMS.has(name), {
    error: 'must be the name of a claim that tells who asks, such as sub or repository',
    params: { code: 'claim_name_shape' },
  }),
)

const Claims = z
  .array(z.strictObject({ name: ClaimName, value: line(1000) }))
  .check(z.minLength(1), z.maxLength(PUBLISHER_MOST_CLAIMS), (context) => {
    const names = context.value.map(({ name }) => name)
    names.forEach((name, at) => {
      if (names.indexOf(name) === at) return
      context.issues.push({
        code: 'custom',
        message: 'is asked for already',
        params: { code: 'claim_repeated' },
        input: name,
        path: [at, 'name'],
      })
    })
    if (names.length === 0 || names.includes('sub') || new Set(names).size > 1) return
    context.issues.push({
      code: 'custom',
      message: 'must have the claim sub, or two claims at least: one alone lets too many in',
      params: { code: 'claims_too_wide' },
      input: context.value,
      path: [],
    })
  })

/**
 * An identity elsewhere that may upload: what its tokens must claim (specs §4.3). The same schema is
 * what a person fills in and what is answered.
 */
export const PublisherIdentity = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('github'),
    owner: GithubOwner,
    /**
     * Number of the owner's account, against somebody who takes a name that became free. May be left
     * out where GitHub can be asked for it.
     */
    ownerId: z._default(
      z.nullable(
        shaped(20, /^[1-9]\d*$/, 'owner_id_shape', 'must be the number of a GitHub account'),
      ),
      null,
    ),
    repository: Repository,
    /** File in `.github/workflows`. */
    workflow: Workflow,
    /** Lower case, since GitHub does not tell environments apart by it; null: any, or none. */
    environment: z._default(z.nullable(Environment.check(z.toLowerCase())), null),
  }),
  z.strictObject({
    kind: z.literal('gitlab'),
    issuer: z._default(IssuerUrl, BUILT_IN_ISSUERS.gitlab),
    namespace: Namespace,
    project: Repository,
    workflowFilepath: WorkflowPath,
    environment: z._default(z.nullable(Environment), null),
  }),
  z.strictObject({
    kind: z.literal('google'),
    /** Of a service account. */
    email: Email,
    sub: z._default(
      z.nullable(shaped(255, /^[!-~]+$/, 'subject_shape', 'must be the unique id of the account')),
      null,
    ),
  }),
  z.strictObject({
    kind: z.literal('activestate'),
    organization: ActivestateName,
    project: ActivestateName,
    actor: ActivestateName,
    /** UUID of the account. */
    actorId: shaped(
      36,
      /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
      'actor_id_shape',
      'must be the id of the account, such as 5ab1bd5d-0f0c-4c2b-a5e5-3a6a0b1f2c3d',
    ).check(z.toLowerCase()),
  }),
  z.strictObject({
    kind: z.literal('oidc'),
    issuer: IssuerUrl.check(
      z.refine((issuer) => !Object.values<string>(BUILT_IN_ISSUERS).includes(issuer), {
        error: 'is an issuer with a kind of its own: choose that one',
        params: { code: 'issuer_built_in' },
      }),
    ),
    /** Each must be in the token with exactly this value. */
    claims: Claims,
  }),
])
export type PublisherIdentity = z.output<typeof PublisherIdentity>
export type PublisherIdentityInput = z.input<typeof PublisherIdentity>

/** A trusted publisher of a project. */
export const Publisher = z
  .object({
    id: z.string(),
    identity: PublisherIdentity,
    /** Username of who added it, with the token's name where one was used. */
    addedBy: z.string(),
    createdAt: z.iso.datetime(),
    /** Of this project: when it last uploaded a file. */
    lastUsedAt: z.nullable(z.iso.datetime()),
    /** It has no environment, and could be bound to one (`constrainPublisher`). */
    constrainable: z.boolean(),
  })
  .register(z.globalRegistry, { id: 'Publisher' })
export type Publisher = z.output<typeof Publisher>

/** A publisher for a project that its first upload will make. The name is not reserved by it. */
export const PendingPublisher = z
  .object({
    id: z.string(),
    /** Name of the project, as it was typed. */
    project: z.string(),
    normalizedName: z.string(),
    identity: PublisherIdentity,
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    /** Somebody else made a project of this name meanwhile: it will not be used. */
    nameTaken: z.boolean(),
  })
  .register(z.globalRegistry, { id: 'PendingPublisher' })
export type PendingPublisher = z.output<typeof PendingPublisher>

const projectParams = z.strictObject({ project: line(200) })
const publisherParams = z.strictObject({ project: line(200), id: z.uuid() })
const common = { tag: 'Trusted publishers', auth: 'session', token: 'manage' } as const

export const listPublishers = endpoint({
  ...common,
  id: 'listPublishers',
  method: 'GET',
  path: '/api/v1/projects/{project}/publishers',
  summary: 'The trusted publishers of a project, oldest first; for its owners and maintainers',
  params: projectParams,
  response: z.object({
    /** API tokens and people cannot upload: only these publishers can. */
    trustedPublishingOnly: z.boolean(),
    items: z.array(Publisher),
  }),
  problems: ['not_found', 'forbidden'],
})

export const addPublisher = endpoint({
  ...common,
  id: 'addPublisher',
  fresh: true,
  method: 'POST',
  path: '/api/v1/projects/{project}/publishers',
  summary: 'Let an identity elsewhere upload to a project; its owners are told',
  params: projectParams,
  body: z.strictObject({ identity: PublisherIdentity }),
  response: Publisher,
  status: 201,
  problems: [
    'not_found',
    'forbidden',
    'email_unverified',
    'publisher_listed',
    'too_many_publishers',
    'rate_limited',
  ],
})

export const removePublisher = endpoint({
  ...common,
  id: 'removePublisher',
  method: 'DELETE',
  path: '/api/v1/projects/{project}/publishers/{id}',
  summary: 'Take a publisher away from a project; the tokens that it has are refused from now on',
  params: publisherParams,
  problems: ['not_found', 'forbidden', 'publisher_needed'],
})

export const PublisherConstraint = z.strictObject({ environment: Environment })

export const constrainPublisher = endpoint({
  ...common,
  id: 'constrainPublisher',
  method: 'PUT',
  path: '/api/v1/projects/{project}/publishers/{id}/environment',
  summary: 'Bind a publisher that any environment may use to one environment',
  params: publisherParams,
  body: PublisherConstraint,
  response: Publisher,
  problems: ['not_found', 'forbidden', 'publisher_listed', 'publisher_not_constrainable'],
})

export const setTrustedPublishingOnly = endpoint({
  ...common,
  id: 'setTrustedPublishingOnly',
  fresh: true,
  method: 'PUT',
  path: '/api/v1/projects/{project}/trusted-publishing-only',
  summary: 'Refuse uploads by API tokens and people, or take them again',
  params: projectParams,
  body: z.strictObject({ enabled: z.boolean() }),
  response: z.object({ enabled: z.boolean() }),
  problems: ['not_found', 'forbidden', 'publisher_needed'],
})

export const listPendingPublishers = endpoint({
  ...common,
  id: 'listPendingPublishers',
  method: 'GET',
  path: '/api/v1/account/publishers',
  summary: 'Publishers of the signed-in person for projects that do not exist yet, oldest first',
  response: z.object({ items: z.array(PendingPublisher) }),
  problems: ['forbidden'],
})

export const addPendingPublisher = endpoint({
  ...common,
  id: 'addPendingPublisher',
  fresh: true,
  method: 'POST',
  path: '/api/v1/account/publishers',
  summary:
    'Let an identity elsewhere make a project by its first upload; the signed-in person will own it',
  body: z.strictObject({
    project: NewProjectName,
    identity: PublisherIdentity,
  }),
  response: PendingPublisher,
  status: 201,
  problems: [
    'forbidden',
    'email_unverified',
    'publisher_listed',
    'too_many_publishers',
    'rate_limited',
  ],
})

export const removePendingPublisher = endpoint({
  ...common,
  id: 'removePendingPublisher',
  method: 'DELETE',
  path: '/api/v1/account/publishers/{id}',
  summary: 'Take a publisher for a project that does not exist yet away',
  params: z.strictObject({ id: z.uuid() }),
  problems: ['forbidden', 'not_found'],
})

/** Whether something is there; `unknown`: it could not be looked up. */
export const LOOKUP_RESULTS = ['found', 'missing', 'unknown'] as const
export type LookupResult = (typeof LOOKUP_RESULTS)[number]

/** What GitHub says about a publisher while it is typed: what is missing is a warning, no refusal. */
export const GithubLookup = z
  .object({
    owner: z.enum(LOOKUP_RESULTS),
    /** Number of the owner's account, where it was found. */
    ownerId: z.nullable(z.string()),
    /** A private repository is `missing` too: GitHub does not tell. `unknown` where it was not asked for. */
    repository: z.enum(LOOKUP_RESULTS),
    workflow: z.enum(LOOKUP_RESULTS),
    /**
     * Why something could not be looked up: `off` = this installation asks nobody, `limited` = GitHub
     * answers no more questions for now, `unreachable` = no answer. Null: nothing went wrong.
     */
    trouble: z.nullable(z.enum(['off', 'limited', 'unreachable'])),
  })
  .register(z.globalRegistry, { id: 'GithubLookup' })
export type GithubLookup = z.output<typeof GithubLookup>

/** What is asked of GitHub. */
export const GithubQuestion = z.strictObject({
  owner: GithubOwner,
  repository: z.optional(Repository),
  workflow: z.optional(Workflow),
})

export const checkGithubPublisher = endpoint({
  id: 'checkGithubPublisher',
  method: 'GET',
  path: '/api/v1/publishers/github',
  tag: 'Trusted publishers',
  summary: 'Whether owner, repository and workflow file are there, as GitHub says at the moment',
  auth: 'session',
  query: GithubQuestion,
  response: GithubLookup,
  problems: ['rate_limited'],
})

/** An address that can be an issuer (OpenID Connect Discovery 1.0 §3); `http` on this machine only. */
export function isIssuer(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.search !== '' || url.hash !== '' || /[?#\s]/.test(text)) return false
  if (url.username !== '' || url.password !== '') return false
  if (url.protocol === 'http:') return /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  return url.protocol === 'https:'
}
