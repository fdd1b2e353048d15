import type { DeletionConsequences, DeletionKind } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { findAccount, type FileRow, type MockDb, type ProjectRow, type ReleaseRow } from './db.ts'
import { UNDO_DAYS } from './deletions.ts'
import { presentDownloads } from './downloads.ts'
import { latestRelease } from './present.ts'

/** What a deletion would take away, and who would miss it. */
export function weighDeletion(
  db: MockDb,
  project: ProjectRow,
  told: {
    kind: DeletionKind
    confirm: string
    files: readonly FileRow[]
    /** The one that is deleted, or that the file is in. */
    release?: ReleaseRow
    isLast: boolean
  },
): DeletionConsequences {
  const { kind, confirm, files, release, isLast } = told
  const names = dependantsOf(db, project)
  const rest = {
    ...project,
    releases: project.releases.filter((one) => kind === 'file' || one !== release),
  }
  const isTold = (role: string) => kind === 'project' || role === 'owner'
  return {
    kind,
    confirm,
    releases: kind === 'project' ? project.releases.length : kind === 'release' ? 1 : 0,
    files: files.length,
    size: files.reduce((sum, file) => sum + file.size, 0),
    downloads: downloadsOf(db, project, files, release),
    dependants: { count: names.length, isMore: false, names: names.slice(0, 10) },
    isLast,
    latestVersion: kind === 'project' ? null : (latestRelease(rest)?.version ?? null),
    invitations: 0,
    tokens: kind === 'project' ? countTokens(db, project) : 0,
    publishers: 0,
    mailed: project.people
      .flatMap(({ accountId, role }) => (isTold(role) ? (findAccount(db, accountId) ?? []) : []))
      .flatMap(({ username, emailVerified }) => (emailVerified ? [username] : []))
      .toSorted(),
    undoDays: UNDO_DAYS,
  }
}

function downloadsOf(
  db: MockDb,
  project: ProjectRow,
  files: readonly FileRow[],
  release: ReleaseRow | undefined,
): number {
  const { total, versions } = presentDownloads(project, db.now())
  if (release === undefined) return total
  const count = versions.find(({ version }) => version === release.version)?.count ?? 0
  return Math.round((count * files.length) / Math.max(1, release.files.length))
}

/** Names of public projects whose newest release requires this one. */
function dependantsOf(db: MockDb, project: ProjectRow): string[] {
  const requires = (other: ProjectRow) =>
    latestRelease(other)?.requiresDist.some(
      (text) =>
        normalizeName(/^[A-Za-z0-9._-]+/.exec(text.trim())?.[0] ?? '') === project.normalizedName,
    ) ?? false
  return db.projects
    .filter((other) => other.visibility === 'public' && other !== project && requires(other))
    .map(({ name }) => name)
    .toSorted()
}

const countTokens = (db: MockDb, { normalizedName }: ProjectRow): number =>
  db.tokens.filter(
    ({ scope }) => scope.kind === 'projects' && scope.projects.includes(normalizedName),
  ).length
