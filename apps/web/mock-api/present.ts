import {
  describeDevice,
  type Account,
  type DistributionFile,
  type EmailAddress,
  type Project,
  type ProjectSummary,
  type Release,
  type ReleaseSummary,
  type Session,
  type Token,
} from '@wheelhouse/shared-types'
import {
  canonicalVersion,
  isPrerelease,
  parseVersion,
  versionSortKey,
} from '@wheelhouse/shared-types/python'
import { ABSOLUTE } from './context.ts'
import { hasSecondFactor } from './factors.ts'
import {
  findAccount,
  findProject,
  type AccountRow,
  type FileRow,
  type MockDb,
  type ProjectRow,
  type ReleaseRow,
  type SessionRow,
  type TokenRow,
} from './db.ts'

export function presentAccount(db: MockDb, row: AccountRow): Account {
  const { id, username, name, email, emailVerified, emailBounce = null, admin, createdAt } = row
  const secondFactor = hasSecondFactor(db, id)
  return {
    id,
    username,
    name,
    email,
    emailVerified,
    emailBounce,
    secondFactor,
    admin,
    createdAt,
  }
}

/** The addresses of an account as they go over the wire, the primary one first. */
export function emailsOf(row: AccountRow): EmailAddress[] {
  const primary = {
    id: row.emailId,
    address: row.email,
    verified: row.emailVerified,
    bounce: row.emailBounce ?? null,
    primary: true,
    createdAt: row.createdAt,
  }
  const others = row.otherEmails
    .toSorted((a, b) => Number(b.verified) - Number(a.verified))
    .map(({ id, address, verified, bounce = null, createdAt }) => ({
      id,
      address,
      verified,
      bounce,
      primary: false,
      createdAt,
    }))
  return [primary, ...others].map((email) => ({ ...email, public: email.id === row.publicEmail }))
}

export function presentSession(row: SessionRow, sid: string | undefined): Session {
  return {
    id: row.id,
    device: describeDevice(row.userAgent),
    current: row.sid === sid,
    remember: row.remember,
    createdAt: row.createdAt,
    lastSeenAt: row.seenAt,
    expiresAt: new Date(Date.parse(row.createdAt) + ABSOLUTE).toISOString(),
  }
}

export function presentToken(row: TokenRow): Token {
  const { accountId: _account, secret: _secret, ...token } = row
  return token
}

/** Newest version first (PEP 440); a version that is none comes last. */
export function sortReleases(releases: readonly ReleaseRow[]): ReleaseRow[] {
  const keyed = releases.map((release) => {
    const version = parseVersion(release.version)
    return { release, key: version === undefined ? '' : versionSortKey(version) }
  })
  return keyed
    .toSorted((a, b) => (a.key > b.key ? -1 : a.key < b.key ? 1 : 0))
    .map(({ release }) => release)
}

function isPreReleaseVersion(version: string): boolean {
  const parsed = parseVersion(version)
  return parsed !== undefined && isPrerelease(parsed)
}

/** The release that a visitor sees first: unyanked before yanked, finals before pre-releases. */
export function latestRelease(project: ProjectRow): ReleaseRow | undefined {
  const rank = ({ yanked, version }: ReleaseRow) =>
    Number(yanked) * 2 + Number(isPreReleaseVersion(version))
  return sortReleases(project.releases).toSorted((a, b) => rank(a) - rank(b))[0]
}

/** A release by its version in any spelling that PEP 440 holds equal. */
export function findRelease(project: ProjectRow, version: string): ReleaseRow | undefined {
  const wanted = identity(version)
  return project.releases.find((release) => identity(release.version) === wanted)
}

function identity(version: string): string {
  const parsed = parseVersion(version)
  return parsed === undefined ? version : canonicalVersion(parsed)
}

export function presentReleaseSummary(row: ReleaseRow): ReleaseSummary {
  return {
    version: row.version,
    publishedAt: row.publishedAt,
    prerelease: isPreReleaseVersion(row.version),
    yanked: row.yanked,
    yankedReason: row.yankedReason,
    fileCount: row.files.length,
  }
}

export function presentProjectSummary(project: ProjectRow): ProjectSummary {
  const latest = latestRelease(project)
  return {
    name: project.name,
    normalizedName: project.normalizedName,
    summary: latest?.summary ?? '',
    latestVersion: latest?.version ?? null,
    updatedAt: project.updatedAt,
    status: project.status,
  }
}

/** What to use in place of a deprecated project, and whether everybody finds it. */
export function presentReplacement(db: MockDb, project: ProjectRow): Project['replacement'] {
  const { status, replacement: name } = project
  if (status !== 'deprecated' || name === undefined || name === null) return null
  const found = findProject(db, name)
  const exists = found?.visibility === 'public' && found.status !== 'quarantined'
  return { name, exists }
}

/** With the addresses that people show, for a reader who is signed in. */
export function presentProject(db: MockDb, project: ProjectRow, showEmails: boolean): Project {
  return {
    name: project.name,
    normalizedName: project.normalizedName,
    status: project.status,
    statusReason: project.statusReason,
    replacement: presentReplacement(db, project),
    visibility: project.visibility,
    createdAt: project.createdAt,
    latestVersion: latestRelease(project)?.version ?? null,
    releases: sortReleases(project.releases).map(presentReleaseSummary),
    people: project.people
      .map(({ accountId, role }) => {
        const account = findAccount(db, accountId)
        const shown = account && emailsOf(account).find((email) => email.public)
        return {
          username: account?.username ?? '',
          role,
          email: (showEmails && shown?.address) || null,
        }
      })
      .toSorted((a, b) => roleRank(a.role) - roleRank(b.role)),
  }
}

const roleRank = (role: string) => (role === 'owner' ? 0 : 1)

export function presentRelease(project: ProjectRow, row: ReleaseRow, origin: string): Release {
  return {
    ...row,
    project: project.name,
    normalizedName: project.normalizedName,
    prerelease: isPreReleaseVersion(row.version),
    files: row.files
      .toSorted((a, b) => (a.filename < b.filename ? -1 : 1))
      .map((file) => presentFile(file, { project, release: row, origin })),
  }
}

/** Files stand under their BLAKE2b-256 digest, as the API stores them. */
export function fileUrl({ blake2b256: digest, filename }: FileRow, origin: string): string {
  const folder = `${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest.slice(4)}`
  return `${origin}/packages/${folder}/${filename}`
}

type Place = { project: ProjectRow; release: ReleaseRow; origin: string }

function presentFile(file: FileRow, { project, release, origin }: Place): DistributionFile {
  const url = fileUrl(file, origin)
  const folder = `${origin}/integrity/${project.normalizedName}/${release.version}`
  const { provenance } = file
  return {
    publishedBy: null,
    ...file,
    url,
    metadataUrl: file.kind === 'wheel' ? `${url}.metadata` : null,
    provenance:
      provenance === undefined
        ? null
        : { ...provenance, url: `${folder}/${file.filename}/provenance` },
  }
}
