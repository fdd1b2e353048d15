import type { getProject as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { presentReleaseSummary, withFileCount } from '../releases/present-release.ts'
import { findReplacement } from './find-replacement.ts'
import { findProject } from './projects.queries.ts'

const withPublicEmail = {
  select: {
    username: true,
    emails: { where: { isPublic: true, verifiedAt: { not: null } }, select: { address: true } },
  },
} as const

/**
 * A project as this caller may read it. Addresses are for people who are signed in: what strangers
 * may read is harvested.
 */
export const getProject: UseCase<typeof endpoint> = async ({ params }, { deps, caller }) => {
  const { db } = deps
  const project = await findProject(db, params.project, caller)
  const [releases, people, replacement] = await Promise.all([
    db.release.findMany({
      where: { projectId: project.id, state: 'published' },
      include: withFileCount,
      orderBy: { sortKey: 'desc' },
    }),
    db.role.findMany({
      where: { projectId: project.id, principal: { user: { isNot: null } } },
      include: { principal: { include: { user: withPublicEmail } } },
      orderBy: [{ role: 'asc' }, { createdAt: 'asc' }],
    }),
    findReplacement(db, project),
  ])
  return {
    name: project.name,
    normalizedName: project.normalizedName,
    status: project.status,
    statusReason: project.statusReason,
    replacement,
    visibility: project.visibility,
    createdAt: project.createdAt.toISOString(),
    latestVersion: project.latestVersion,
    releases: releases.map(presentReleaseSummary),
    people: people.map(({ role, principal }) => {
      const { username, emails } = principal.user!
      const email = caller.kind === 'session' ? (emails[0]?.address ?? null) : null
      return { username, role, email }
    }),
  }
}
