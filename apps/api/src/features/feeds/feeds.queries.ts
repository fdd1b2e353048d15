import type { Db } from '../../infra/db/database.ts'
import { isThere } from '../projects/projects.queries.ts'

/** Of the whole index, as one step in its life. */
export async function findIndexSerial(db: Db): Promise<bigint> {
  return (await db.indexClock.findUniqueOrThrow({ where: { id: 1 } })).serial
}

export type FeedRelease = {
  readonly project: string
  readonly version: string
  readonly summary: string
  readonly authorEmail: string | null
  readonly publishedAt: Date
}

type ReleaseRow = {
  version: string
  summary: string
  publishedAt: Date
  metadata: unknown
  project: { name: string }
}

const releaseColumns = {
  version: true,
  summary: true,
  publishedAt: true,
  metadata: true,
  project: { select: { name: true } },
} as const

function toFeedRelease({ project, metadata, ...release }: ReleaseRow): FeedRelease {
  const { authorEmail = null } = metadata as { authorEmail?: string }
  return { ...release, project: project.name, authorEmail }
}

const listed = { visibility: 'public', status: { not: 'quarantined' } } as const

/** The newest releases of all public projects, newest first. */
export async function listNewestReleases(db: Db, count: number): Promise<FeedRelease[]> {
  const releases = await db.release.findMany({
    where: { state: 'published', project: listed },
    select: releaseColumns,
    orderBy: { publishedAt: 'desc' },
    take: count,
  })
  return releases.map(toFeedRelease)
}

/** The newest releases of one project, newest first. */
export async function listProjectReleases(
  db: Db,
  projectId: string,
  count: number,
): Promise<FeedRelease[]> {
  const releases = await db.release.findMany({
    where: { state: 'published', projectId },
    select: releaseColumns,
    orderBy: [{ publishedAt: 'desc' }, { sortKey: 'desc' }],
    take: count,
  })
  return releases.map(toFeedRelease)
}

export type FeedProject = {
  readonly name: string
  readonly summary: string
  readonly createdAt: Date
}

/** The newest public projects that have a release, newest first. */
export function listNewestProjects(db: Db, count: number): Promise<FeedProject[]> {
  return db.project.findMany({
    where: { ...listed, latestVersion: { not: null } },
    select: { name: true, summary: true, createdAt: true },
    orderBy: { createdAt: 'desc' },
    take: count,
  })
}

export type FeedSource = {
  readonly id: string
  readonly name: string
  readonly serial: bigint
  readonly isPublic: boolean
}

/** The project of a feed by its normalized name; undefined for a deleted or quarantined one too. */
export async function findFeedProject(
  db: Db,
  normalizedName: string,
): Promise<FeedSource | undefined> {
  const project = await db.project.findUnique({
    where: { normalizedName },
    select: { id: true, name: true, serial: true, visibility: true, status: true },
  })
  if (!isThere(project) || project.status === 'quarantined') return undefined
  const { id, name, serial, visibility } = project
  return { id, name, serial, isPublic: visibility === 'public' }
}
