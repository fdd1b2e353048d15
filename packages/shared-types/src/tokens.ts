import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { line } from './text.ts'

export const TOKEN_ACTIONS = ['upload', 'yank', 'manage', 'read'] as const
/** Days a token may be asked to live; `null` = until revoked. */
export const TOKEN_LIFETIMES = [7, 30, 90, 365] as const
export const TOKEN_DEFAULT_LIFETIME = 90
export const TOKEN_NAME_MAX_LENGTH = 100
export const TOKEN_MOST_PROJECTS = 50

/** `wh_`, 43 base64url characters (256 bits), 6 base64url characters of a CRC-32. */
export const TOKEN_PATTERN = /^wh_[A-Za-z0-9_-]{43}[A-Za-z0-9_-]{6}$/

/** What a token is good for: all that its owner may do, or the named projects only. */
export const TokenScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('account') }),
  z.strictObject({
    kind: z.literal('projects'),
    projects: z.array(line(200)).check(z.minLength(1), z.maxLength(TOKEN_MOST_PROJECTS)),
  }),
])
export type TokenScope = z.output<typeof TokenScope>

export const Token = z
  .object({
    id: z.string(),
    name: z.string(),
    scope: TokenScope,
    actions: z.array(z.enum(TOKEN_ACTIONS)),
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
  expiresInDays: z._default(z.nullable(z.literal(TOKEN_LIFETIMES)), TOKEN_DEFAULT_LIFETIME),
})

export const listTokens = endpoint({
  id: 'listTokens',
  method: 'GET',
  path: '/api/v1/tokens',
  tag: 'Tokens',
  summary: 'The tokens of the signed-in person, newest first',
  auth: 'session',
  response: z.object({ items: z.array(Token) }),
})

export const createToken = endpoint({
  id: 'createToken',
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

export const revokeToken = endpoint({
  id: 'revokeToken',
  method: 'DELETE',
  path: '/api/v1/tokens/{id}',
  tag: 'Tokens',
  summary: 'Revoke a token; it is refused from now on',
  auth: 'session',
  params: z.strictObject({ id: z.uuid() }),
  problems: ['not_found'],
})
