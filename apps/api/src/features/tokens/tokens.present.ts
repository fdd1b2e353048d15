import type { Token, TokenScope } from '@wheelhouse/shared-types'
import type { Prisma } from '@wheelhouse/database'

export const withGrants = {
  grants: { include: { project: { select: { normalizedName: true } } } },
} as const
export type TokenWithGrants = Prisma.ApiTokenGetPayload<{ include: typeof withGrants }>

/** A token without its secret, which nobody knows any more. */
export function presentToken(token: TokenWithGrants): Token {
  return {
    id: token.id,
    name: token.name,
    scope: scopeOf(token),
    networks: token.networks,
    leak: token.leakedAt === null ? null : { at: token.leakedAt.toISOString(), url: token.leakUrl },
    actions: [...new Set(token.grants.map((grant) => grant.action))].toSorted(),
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  }
}

function scopeOf({ grants }: TokenWithGrants): TokenScope {
  if (grants.some((grant) => grant.target === 'account')) return { kind: 'account' }
  const names = grants.flatMap((grant) => grant.project?.normalizedName ?? [])
  const newNames = grants.flatMap((grant) => grant.newName ?? [])
  return {
    kind: 'projects',
    projects: [...new Set(names)].toSorted(),
    newProjects: [...new Set(newNames)].toSorted(),
  }
}
