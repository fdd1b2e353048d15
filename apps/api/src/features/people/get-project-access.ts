import type { getProjectAccess as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged } from '../projects/projects.queries.ts'

/** More than anybody reads; a list of more is one to clear up. */
const MOST = 500

/** Everything beside its people that can upload to a project: their living tokens, and publishers. */
export const getProjectAccess: UseCase<typeof endpoint> = async ({ params }, { deps, caller }) => {
  const { db, clock } = deps
  const project = await findManaged(db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'see-people', 'manage')
  const projectId = project.id
  const [tokens, publishers] = await Promise.all([
    db.apiToken.findMany({
      where: {
        revokedAt: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: clock.now() } }],
        user: { status: 'active', principal: { roles: { some: { projectId } } } },
        grants: { some: { action: 'upload', OR: [{ target: 'account' }, { projectId }] } },
      },
      include: { user: { select: { username: true } }, grants: { where: { action: 'upload' } } },
      orderBy: [{ user: { username: 'asc' } }, { createdAt: 'asc' }],
      take: MOST,
    }),
    db.projectPublisher.findMany({
      where: { projectId },
      include: { publisher: true },
      orderBy: [{ createdAt: 'asc' }, { publisherId: 'asc' }],
    }),
  ])
  return {
    tokens: tokens.map(({ id, name, user, grants, createdAt, lastUsedAt, expiresAt }) => ({
      id,
      name,
      username: user.username,
      scope: grants.some(({ target }) => target === 'account') ? 'account' : 'projects',
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
    })),
    publishers: publishers.map(({ publisher, addedBy, createdAt, lastUsedAt }) => ({
      id: publisher.id,
      kind: publisher.kind,
      issuer: publisher.issuer,
      claims: textsOf(publisher.claims),
      addedBy,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
    trustedPublishingOnly: project.trustedPublishingOnly,
  }
}

/** The claims that are there and are text. */
function textsOf(claims: unknown): Record<string, string> {
  const texts = Object.entries((claims ?? {}) as Record<string, unknown>).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  )
  return Object.fromEntries(texts)
}
