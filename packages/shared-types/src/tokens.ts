import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { NETWORK_MAX_LENGTH, normalizeNetwork } from './network.ts'
import { fieldError, validationFailed } from './problem.ts'
import { isValidName } from './python/normalize-name.ts'
import { line } from './text.ts'
import {
  defaultLifetime,
  offeredLifetimes,
  TOKEN_LIFETIMES,
  type TokenLifetime,
} from './token-lifetimes.ts'

export const TOKEN_ACTIONS = ['upload', 'yank', 'manage', 'read'] as const
export const TOKEN_NAME_MAX_LENGTH = 100
export const TOKEN_MOST_PROJECTS = 50
export const TOKEN_MOST_NETWORKS = 20

/** `wh_`, 43 base64url characters (256 bits), 6 base64url characters of a CRC-32. */
export const TOKEN_PATTERN = /^wh_[A-Za-z0-9_-]{43}[A-Za-z0-9_-]{6}$/

/** The name of a project that does not exist yet. */
export const NewProjectName = line(200).check(
  z.refine((value) => isValidName(value), {
    error: 'is no name that a project may have',
    params: { code: 'project_name_shape' },
  }),
)

/** A network from which a token may be used, such as `192.0.2.0/24` or `2001:db8::/32`. */
export const TokenNetwork = line(NETWORK_MAX_LENGTH).check(
  z.refine((value) => normalizeNetwork(value) !== undefined, {
    error: 'must be an address or a network such as 192.0.2.0/24 or 2001:db8::/32',
    params: { code: 'network_shape' },
  }),
)

/** Networks from which a token may be used; none: from anywhere. */
export const TokenNetworks = z.array(TokenNetwork).check(z.maxLength(TOKEN_MOST_NETWORKS))

/** Projects for which a token is good. */
export const TokenProjects = z.array(line(200)).check(z.maxLength(TOKEN_MOST_PROJECTS))

/** Names of projects that do not exist yet: good for making them, then for them. */
export const NewProjectNames = z.array(NewProjectName).check(z.maxLength(TOKEN_MOST_PROJECTS))

/** What a scope of projects is refused with that names none, old or new: `projects` is too short. */
export function noProjectNamed(projects: readonly string[]): z.core.$ZodRawIssue {
  return {
    code: 'too_small',
    origin: 'array',
    minimum: 1,
    inclusive: true,
    input: projects,
    path: ['projects'],
  }
}

/** What a token is good for: all that its owner may do, or the named projects only. */
export const TokenScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('account') }),
  z
    .strictObject({
      kind: z.literal('projects'),
      projects: TokenProjects,
      newProjects: z._default(NewProjectNames, []),
    })
    .check((context) => {
      const { projects, newProjects } = context.value
      if (projects.length + newProjects.length === 0) {
        context.issues.push(noProjectNamed(projects))
      }
    }),
])
export type TokenScope = z.output<typeof TokenScope>

export const Token = z
  .object({
    id: z.string(),
    name: z.string(),
    scope: TokenScope,
    actions: z.array(z.enum(TOKEN_ACTIONS)),
    /** Networks it may be used from; empty: from anywhere. */
    networks: z.array(z.string()),
    /** Set once it was seen in public, which revoked it. */
    leak: z.nullable(z.object({ at: z.iso.datetime(), url: z.nullable(z.string()) })),
    createdAt: z.iso.datetime(),
    expiresAt: z.nullable(z.iso.datetime()),
    lastUsedAt: z.nullable(z.iso.datetime()),
  })
  .register(z.globalRegistry, { id: 'Token' })
export type Token = z.output<typeof Token>

export const TokenCreation = z.strictObject({
  name: line(TOKEN_NAME_MAX_LENGTH),
  scope: TokenScope,
  actions: z._default(
    z.array(z.enum(TOKEN_ACTIONS)).check(z.minLength(1), z.maxLength(TOKEN_ACTIONS.length)),
    ['upload', 'read'],
  ),
  networks: z._default(TokenNetworks, []),
  /** Absent: 90 days, or the longest life that the installation allows. */
  expiresInDays: z.optional(z.nullable(z.literal(TOKEN_LIFETIMES))),
})

/**
 * Days that a new token lives; null: until it is revoked.
 * @throws ProblemError `validation_failed` at a life that the installation does not allow.
 */
export function chooseLifetime(
  wanted: TokenLifetime | undefined,
  maxDays: number | null,
): TokenLifetime {
  if (wanted === undefined) return defaultLifetime(maxDays)
  if (maxDays === null || offeredLifetimes(maxDays).includes(wanted)) return wanted
  const detail = `must be at most ${maxDays}: tokens do not live longer here`
  throw validationFailed([
    fieldError('body/expiresInDays', 'token_life_too_long', detail, { maximum: maxDays }),
  ])
}

export const listTokens = endpoint({
  id: 'listTokens',
  method: 'GET',
  path: '/api/v1/tokens',
  tag: 'Tokens',
  summary: 'The tokens of the signed-in person, newest first; leaked ones for 90 days',
  auth: 'session',
  response: z.object({ items: z.array(Token) }),
})

export const createToken = endpoint({
  id: 'createToken',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/tokens',
  tag: 'Tokens',
  summary: 'Make an API token; its value is in this answer and never again',
  auth: 'session',
  fresh: true,
  body: TokenCreation,
  response: z.object({ token: Token, secret: z.string() }),
  status: 201,
  problems: ['token_name_taken', 'email_unverified', 'rate_limited'],
})

export const regenerateToken = endpoint({
  id: 'regenerateToken',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/tokens/{id}/regenerate',
  tag: 'Tokens',
  summary:
    'Give a token a new value, with the same grants and length of life (as far as the installation allows it); the old one is refused from now on',
  auth: 'session',
  fresh: true,
  params: z.strictObject({ id: z.uuid() }),
  response: z.object({ token: Token, secret: z.string() }),
  problems: ['not_found', 'email_unverified', 'rate_limited'],
})

export const revokeToken = endpoint({
  id: 'revokeToken',
  method: 'DELETE',
  path: '/api/v1/tokens/{id}',
  tag: 'Tokens',
  summary: 'Revoke a token; it is refused from now on. One that leaked leaves the list',
  auth: 'session',
  params: z.strictObject({ id: z.uuid() }),
  problems: ['not_found'],
})
