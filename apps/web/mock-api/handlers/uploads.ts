import {
  checkUpload,
  ProblemError,
  uploadFile,
  type ReceivedContent,
  type UploadResult,
  type UploadWarning,
} from '@wheelhouse/shared-types'
import {
  escapeNameForFilename,
  formatVersion,
  parseSdistFilename,
  parseWheelFilename,
  normalizeName,
  ultraNormalizeName,
  type Version,
} from '@wheelhouse/shared-types/python'
import { bind, type Operation } from '../bind.ts'
import { signedIn, type Context } from '../context.ts'
import { emptyRelease, findProject, type FileRow, type ProjectRow, type ReleaseRow } from '../db.ts'
import { findDeletedProject, isBurnt } from '../deletions.ts'
import { findRelease } from '../present.ts'
import { recordProjectEvent } from '../project-events.ts'
import { fakeHex } from '../seed-files.ts'

/** Bytes; the API's own limit. */
export const MAX_FILE_SIZE = 100 * 2 ** 20

export const uploadOperations: readonly Operation[] = [
  bind(checkUpload, async ({ query: { filename }, content }, context) => {
    const bytes = await readAll(content)
    try {
      const judged = judge(context, filename, bytes, await digest(bytes))
      const { named, project, release } = judged
      return {
        ok: true as const,
        project: project?.name ?? named.project,
        version: release?.version ?? named.version,
        kind: named.kind,
        newProject: project === undefined,
        newRelease: release === undefined,
        warnings: findWarnings(judged),
      }
    } catch (error) {
      if (!(error instanceof ProblemError) || error.reason === undefined) throw error
      return { ok: false as const, reason: error.reason, message: error.message }
    }
  }),

  bind(uploadFile, async ({ query: { filename }, content }, context) => {
    return acceptFile(context, filename, await readAll(content))
  }),
]

/**
 * Publishes a file for the caller, as `/api` and `/legacy/` do.
 * @throws ProblemError `upload_refused`
 */
export async function acceptFile(
  context: Context,
  filename: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<UploadResult> {
  const sha256 = await digest(bytes)
  // From here on nothing is waited for: two files of a new project must not both make it.
  const judged = judge(context, filename, bytes, sha256)
  const { isHere, named, project, release } = judged
  if (!isHere) publish(context, filename, judged)
  context.files?.set(sha256, bytes)
  return {
    project: project?.name ?? named.project,
    version: release?.version ?? named.version,
    filename,
    outcome: isHere ? 'unchanged' : 'stored',
  }
}

type Named = {
  /** The archive's spelling is not known: the normalized one stands for it. */
  project: string
  version: string
  kind: 'wheel' | 'sdist'
  pythonTag: string
}

type Judged = {
  named: Named
  project: ProjectRow | undefined
  release: ReleaseRow | undefined
  size: number
  sha256: string
  /** Exactly this file is there. */
  isHere: boolean
}

/** Archives are not looked at: source distributions show how a warning looks. */
function findWarnings({ isHere, named }: Judged): UploadWarning[] {
  if (isHere) return ['already-here']
  return named.kind === 'sdist' ? ['no-description'] : []
}

/** @throws ProblemError `upload_refused` with the API's reasons, in its order. */
function judge(context: Context, filename: string, bytes: Uint8Array, sha256: string): Judged {
  const { db } = context
  if (bytes.length > MAX_FILE_SIZE) refuse('file-too-large', 'File too large.')
  if (!/^[^/\\]+\.(?:whl|tar\.gz|zip)$/.test(filename)) {
    refuse('filename-invalid', `Invalid file extension of '${filename}'.`)
  }
  const named = readName(filename)
  const project = 'refused' in named ? undefined : findProject(db, named.project)
  if (!('refused' in named)) checkRight(context, project, named.project)
  if (bytes.length === 0) refuse('file-empty', 'Invalid distribution file: it is empty.')

  const files = db.projects.flatMap(({ releases }) => releases.flatMap((one) => one.files))
  const namesake = files.find((file) => file.filename === filename)
  const twin = files.find((file) => file.sha256 === sha256)
  if (namesake === undefined && isBurnt(db, filename)) {
    refuse('filename-burnt', 'This filename was previously used by a file that has been deleted.')
  }
  if (namesake === undefined ? twin !== undefined : namesake.sha256 !== sha256) {
    refuse('file-exists', `File already exists ('${(namesake ?? twin)?.filename}').`)
  }
  if ('refused' in named) refuse(named.refused, `Invalid filename '${filename}'.`)
  const release = project && findRelease(project, named.version)
  const isHere = namesake !== undefined
  if (!isHere && named.kind === 'sdist' && release?.files.some(({ kind }) => kind === 'sdist')) {
    refuse('second-sdist', `Only one sdist may be uploaded for a release.`)
  }
  return { named, project, release, size: bytes.length, sha256, isHere }
}

function readName(filename: string): Named | { refused: string } {
  if (filename.endsWith('.whl')) {
    const result = parseWheelFilename(filename)
    if (!result.ok) {
      const { problem } = result
      const own = problem === 'parts' || problem === 'version' || problem === 'build'
      return { refused: own ? `wheel-filename-${problem}` : 'filename-invalid' }
    }
    const { wheel } = result
    return toNamed(wheel, { kind: 'wheel', pythonTag: wheel.python.join('.') })
  }
  const sdist = parseSdistFilename(filename)
  if (sdist === undefined) return { refused: 'filename-invalid' }
  if (sdist.extension === '.zip') return { refused: 'filename-not-normalized' }
  return toNamed(sdist, { kind: 'sdist', pythonTag: 'source' })
}

function toNamed(
  parts: { namePart: string; normalizedName: string; version: Version },
  more: Pick<Named, 'kind' | 'pythonTag'>,
): Named | { refused: string } {
  if (escapeNameForFilename(parts.namePart) !== parts.namePart) {
    return { refused: 'filename-not-normalized' }
  }
  return { project: parts.normalizedName, version: formatVersion(parts.version), ...more }
}

/** Gives a new project to the tokens that its maker had for its name. */
function adoptGrants(context: Context, name: string): void {
  const account = signedIn(context)
  for (const { accountId, scope } of context.db.tokens) {
    if (accountId !== account.id || scope.kind !== 'projects') continue
    if (!scope.newProjects.includes(name)) continue
    scope.newProjects = scope.newProjects.filter((other) => other !== name)
    scope.projects = [...scope.projects, name].toSorted()
  }
}

function checkRight(context: Context, project: ProjectRow | undefined, name: string): void {
  const { db, token } = context
  const account = signedIn(context)
  refuseDeleted(context, name)
  const covers = (id: string | undefined, newName?: string) =>
    token === undefined ||
    (token.actions.includes('upload') &&
      (token.scope.kind === 'account' ||
        (id !== undefined && token.scope.projects.includes(id)) ||
        (newName !== undefined && token.scope.newProjects.includes(newName))))
  if (project !== undefined) {
    if (!project.people.some(({ accountId }) => accountId === account.id)) {
      refuse('no-role', `The user '${account.username}' isn't allowed to upload to '${name}'`, 403)
    }
    if (!covers(project.normalizedName)) refuse('token-scope', "This API token isn't valid", 403)
    if (project.trustedPublishingOnly) {
      const words = `Project '${project.name}' takes files from its trusted publishers only`
      refuse('trusted-publishing-only', words, 403)
    }
    if (project.status === 'archived' || project.status === 'quarantined') {
      refuse(`project-${project.status}`, `Project '${project.name}' is ${project.status}`, 403)
    }
  }
  if (!account.emailVerified) {
    refuse('email-unverified', 'Verify the e-mail address of your account before you upload', 403)
  }
  if (project !== undefined) return
  if (!covers(undefined, normalizeName(name)))
    refuse('token-scope', 'This API token cannot make a new project', 403)
  const similar = db.projects.find(
    (other) => ultraNormalizeName(other.name) === ultraNormalizeName(name),
  )
  if (similar !== undefined) {
    refuse('name-too-similar', `The name '${name}' is too similar to '${similar.name}'.`)
  }
}

/** The name of a deleted project is not free until that is final. */
function refuseDeleted({ db }: Context, name: string): void {
  const deletion = findDeletedProject(db, name)
  if (deletion === undefined) return
  const { target, undoUntil } = deletion
  refuse(
    'project-deleted',
    `Project '${target}' was deleted; it can be undone until ${undoUntil}`,
    403,
  )
}

function publish(context: Context, filename: string, judged: Judged): void {
  const { db, account } = context
  const { named, size, sha256 } = judged
  const now = db.now().toISOString()
  const project = judged.project ?? {
    name: named.project,
    normalizedName: named.project,
    status: 'active' as const,
    statusReason: null,
    visibility: 'public',
    dailyDownloads: 0,
    createdAt: now,
    updatedAt: now,
    people: account === undefined ? [] : [{ accountId: account.id, role: 'owner' as const }],
    releases: [],
    publishers: [],
    trustedPublishingOnly: false,
  }
  if (judged.project === undefined) {
    db.projects.push(project)
    recordProjectEvent(context, project.normalizedName, 'project-created', {})
    adoptGrants(context, project.normalizedName)
  }
  const release = judged.release ?? emptyRelease(named.version, now)
  if (judged.release === undefined) project.releases.push(release)
  const file: FileRow = {
    filename,
    kind: named.kind,
    size,
    pythonTag: named.pythonTag,
    sha256,
    blake2b256: fakeHex(`blake2b ${sha256}`, 64),
    md5: fakeHex(`md5 ${sha256}`, 32),
    requiresPython: null,
    uploadedAt: now,
  }
  release.files.push(file)
  recordProjectEvent(context, project.normalizedName, 'file-uploaded', {
    version: release.version,
    filename,
    size: file.size,
  })
  project.updatedAt = now
}

async function readAll({ bytes }: ReceivedContent): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function refuse(reason: string, message: string, status = 400): never {
  throw new ProblemError('upload_refused', message, { reason, status })
}
