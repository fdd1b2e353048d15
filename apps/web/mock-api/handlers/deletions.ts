import {
  deleteFile,
  deleteProject,
  deleteRelease,
  getFileDeletion,
  getProjectDeletion,
  getReleaseDeletion,
  listDeletedProjects,
  listDeletions,
  ProblemError,
  undoDeletion,
  type Deletion,
  type UndoObstacle,
} from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { requireTokenFor, signedIn, type Context } from '../context.ts'
import {
  findProject,
  type DeletionRow,
  type MockDb,
  type ProjectRow,
  type ReleaseRow,
} from '../db.ts'
import { findDeletedProject, isUndoable, UNDO_DAYS } from '../deletions.ts'
import { mailPeople } from '../mails.ts'
import { findRelease } from '../present.ts'
import { requireRelease, requireRole } from '../roles.ts'
import { weighDeletion } from '../weigh-deletion.ts'

const DAY = 86_400_000

export const deletionOperations: readonly Operation[] = [
  bind(getFileDeletion, ({ params: { project: name, filename } }, context) => {
    const project = owned(context, name)
    const { release, file } = requireFile(project, filename)
    return weighDeletion(context.db, project, {
      kind: 'file',
      confirm: filename,
      files: [file],
      release,
      isLast: release.files.length === 1,
    })
  }),

  bind(deleteFile, ({ params: { project: name, filename }, query }, context) => {
    const project = owned(context, name)
    const { release, file } = requireFile(project, filename)
    requireConfirmation(query.confirm, filename)
    release.files = release.files.filter((other) => other !== file)
    return keep(context, project, {
      kind: 'file',
      target: filename,
      version: release.version,
      files: [file],
    })
  }),

  bind(getReleaseDeletion, ({ params }, context) => {
    const project = owned(context, params.project)
    const release = requireRelease(project, params.version)
    return weighDeletion(context.db, project, {
      kind: 'release',
      confirm: release.version,
      files: release.files,
      release,
      isLast: project.releases.length === 1,
    })
  }),

  bind(deleteRelease, ({ params, query }, context) => {
    const project = owned(context, params.project)
    const release = requireRelease(project, params.version)
    requireConfirmation(query.confirm, release.version)
    project.releases = project.releases.filter((other) => other !== release)
    const { version: target, files } = release
    return keep(context, project, { kind: 'release', target, files, release })
  }),

  bind(getProjectDeletion, ({ params }, context) => {
    const project = owned(context, params.project)
    return weighDeletion(context.db, project, {
      kind: 'project',
      confirm: project.name,
      files: project.releases.flatMap(({ files }) => files),
      isLast: false,
    })
  }),

  bind(deleteProject, ({ params, query }, context) => {
    const project = owned(context, params.project)
    const { db } = context
    requireConfirmation(query.confirm, project.name)
    db.projects = db.projects.filter((other) => other !== project)
    return keep(context, project, {
      kind: 'project',
      target: project.name,
      files: project.releases.flatMap(({ files }) => files),
      wholeProject: project,
    })
  }),

  bind(listDeletions, ({ params, query }, context) => {
    const { db } = context
    const project = evenDeleted(context, params.project, ['owner', 'maintainer'], { reads: true })
    const rows = openDeletions(db, (row) => row.project === project.normalizedName)
    const from =
      query.cursor === undefined ? 0 : rows.findIndex(({ id }) => id === query.cursor) + 1
    if (query.cursor !== undefined && from === 0) {
      throw new ProblemError('malformed_request', 'The cursor is not one that this list gave')
    }
    const items = rows.slice(from, from + query.limit)
    return {
      items: items.map((row) => present(row, project)),
      nextCursor: from + query.limit < rows.length ? items.at(-1)!.id : null,
    }
  }),

  bind(listDeletedProjects, (_input, context) => {
    const account = signedIn(context)
    const isOwn = ({ wholeProject }: DeletionRow) =>
      wholeProject?.people.some(
        ({ accountId, role }) => accountId === account.id && role === 'owner',
      ) ?? false
    const rows = openDeletions(context.db, isOwn)
    return { items: rows.map((row) => present(row, row.wholeProject!)) }
  }),

  bind(undoDeletion, ({ params }, context) => {
    const { db } = context
    const project = evenDeleted(context, params.project, ['owner'])
    const deletion = db.deletions.find(
      ({ id, project: name }) => id === params.id && name === project.normalizedName,
    )
    if (deletion === undefined) throw new ProblemError('not_found', 'There is no such deletion')
    if (!isUndoable(db, deletion)) throw new ProblemError('undo_ended', 'It is too late')
    giveBack(db, project, deletion)
    deletion.undone = true
    const subject = `Back again: ${deletion.target}`
    mailPeople(db, project, deletion.kind === 'project' ? 'people' : 'owners', subject)
    return undefined
  }),
]

const owned = (context: Context, name: string) => requireRole(context, name, ['owner'], 'manage')

/** As `requireRole`, and a deleted project is there for its people. */
function evenDeleted(
  context: Context,
  name: string,
  roles: ('owner' | 'maintainer')[],
  how: { reads?: boolean } = {},
): ProjectRow {
  const account = signedIn(context)
  const project = findDeletedProject(context.db, name)?.wholeProject
  const role = project?.people.find(({ accountId }) => accountId === account.id)?.role
  if (project === undefined || role === undefined) {
    return requireRole(context, name, roles, 'manage', how)
  }
  if (!roles.includes(role)) throw new ProblemError('forbidden', 'This takes an owner')
  requireTokenFor(context, 'manage', project)
  return project
}

function requireFile(project: ProjectRow, filename: string) {
  for (const release of project.releases) {
    const file = release.files.find((other) => other.filename === filename)
    if (file !== undefined) return { release, file }
  }
  throw new ProblemError('not_found', 'There is no such file')
}

function requireConfirmation(typed: string, target: string): void {
  if (typed === target) return
  throw new ProblemError('confirmation_mismatch', `Type ${target} to confirm`)
}

type Taken = Pick<DeletionRow, 'kind' | 'target' | 'files' | 'version' | 'release' | 'wholeProject'>

/** Writes down what was taken, and tells those who are told. */
function keep(context: Context, project: ProjectRow, taken: Taken): Deletion {
  const { db, token } = context
  const { username } = signedIn(context)
  const now = db.now()
  const row: DeletionRow = {
    ...taken,
    id: crypto.randomUUID(),
    project: project.normalizedName,
    deletedBy: token === undefined ? username : `${username} (token ${token.name})`,
    deletedAt: now.toISOString(),
    undoUntil: new Date(now.getTime() + UNDO_DAYS * DAY).toISOString(),
    undone: false,
  }
  db.deletions.push(row)
  const audience = taken.kind === 'project' ? 'people' : 'owners'
  mailPeople(db, project, audience, `Deleted: ${taken.target}`)
  return present(row, project)
}

const present = (row: DeletionRow, project: ProjectRow): Deletion => ({
  ...row,
  project: project.name,
  normalizedName: project.normalizedName,
  fileCount: row.files.length,
})

/** Those that can be undone, newest first. */
const openDeletions = (db: MockDb, isMeant: (row: DeletionRow) => boolean): DeletionRow[] =>
  db.deletions.filter((row) => isUndoable(db, row) && isMeant(row)).toReversed()

/** @throws ProblemError `undo_blocked` with what is in the way. */
function giveBack(db: MockDb, project: ProjectRow, deletion: DeletionRow): void {
  if (deletion.wholeProject !== undefined) {
    db.projects.push(deletion.wholeProject)
    return
  }
  if (findProject(db, project.name) === undefined) block('project-deleted')
  if (deletion.release !== undefined) {
    if (findRelease(project, deletion.target) !== undefined) block('version-taken')
    project.releases.push(deletion.release)
    return
  }
  const release = releaseOfFile(db, project, deletion)
  if (release === undefined) return block('release-deleted')
  const [file] = deletion.files
  if (file?.kind === 'sdist' && release.files.some(({ kind }) => kind === 'sdist')) {
    block('sdist-taken')
  }
  release.files.push(...deletion.files)
}

/** The release that a file was in; one that was published anew since is another one. */
function releaseOfFile(
  db: MockDb,
  project: ProjectRow,
  { version = '', deletedAt }: DeletionRow,
): ReleaseRow | undefined {
  const wasDeleted = db.deletions.some(
    (other) =>
      other.release !== undefined &&
      !other.undone &&
      other.project === project.normalizedName &&
      other.target === version &&
      other.deletedAt >= deletedAt,
  )
  return wasDeleted ? undefined : findRelease(project, version)
}

function block(reason: UndoObstacle): never {
  throw new ProblemError('undo_blocked', `Something is in the way: ${reason}`, { reason })
}
