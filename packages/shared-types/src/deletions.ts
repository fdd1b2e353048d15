import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { pageOf, pageQuery } from './pagination.ts'
import { line } from './text.ts'

const projectParams = z.strictObject({ project: line(200) })
const releaseParams = z.strictObject({ project: line(200), version: line(200) })
const fileParams = z.strictObject({ project: line(200), filename: line(300) })
/** What is to be deleted once more, typed by a person: filename, version, name of the project. */
const confirmQuery = z.strictObject({ confirm: line(300) })

export const DELETION_KINDS = ['file', 'release', 'project'] as const
export type DeletionKind = (typeof DELETION_KINDS)[number]

/** Why a deletion cannot be undone as things are: the `reason` of `undo_blocked`. */
export const UNDO_OBSTACLES = [
  'project-deleted',
  'release-deleted',
  'version-taken',
  'sdist-taken',
  'project-full',
] as const
export type UndoObstacle = (typeof UNDO_OBSTACLES)[number]

/** Something that was deleted, as long as it can be brought back. */
export const Deletion = z
  .object({
    id: z.uuid(),
    kind: z.enum(DELETION_KINDS),
    project: z.string(),
    normalizedName: z.string(),
    /** Filename, version, or name of the project. */
    target: z.string(),
    /** Who did it: a username, with the token's name where one was used. */
    deletedBy: z.string(),
    deletedAt: z.iso.datetime(),
    /** Until when an owner can undo it; null where it is final. */
    undoUntil: z.nullable(z.iso.datetime()),
    fileCount: z.number(),
  })
  .register(z.globalRegistry, { id: 'Deletion' })
export type Deletion = z.output<typeof Deletion>

/** What a deletion would take away, and who would miss it. */
export const DeletionConsequences = z
  .object({
    kind: z.enum(DELETION_KINDS),
    /** The text that must come as `confirm`. */
    confirm: z.string(),
    releases: z.number(),
    files: z.number(),
    /** Of the files together, in bytes. */
    size: z.number(),
    /** Of these files in the last 30 days. */
    downloads: z.number(),
    /** Public projects of this index whose newest release requires the project. */
    dependants: z.object({
      count: z.number(),
      /** There are more than were counted. */
      isMore: z.boolean(),
      /** Some of them, by name. */
      names: z.array(z.string()),
    }),
    /** The last file of its release, or the last release of its project. */
    isLast: z.boolean(),
    /** What a visitor sees first afterwards; null where there is no release left. */
    latestVersion: z.nullable(z.string()),
    /** What goes with a project: open invitations, grants of API tokens, trusted publishers. */
    invitations: z.number(),
    tokens: z.number(),
    publishers: z.number(),
    /** Usernames of those who get a mail. */
    mailed: z.array(z.string()),
    /** Days in which an owner can undo it; 0 where it is final at once. */
    undoDays: z.number(),
  })
  .register(z.globalRegistry, { id: 'DeletionConsequences' })
export type DeletionConsequences = z.output<typeof DeletionConsequences>

export const getFileDeletion = endpoint({
  id: 'getFileDeletion',
  method: 'GET',
  path: '/api/v1/projects/{project}/files/{filename}/deletion',
  tag: 'Deletions',
  summary: 'What would be lost with a file; for its owners',
  auth: 'session',
  token: 'manage',
  params: fileParams,
  response: DeletionConsequences,
  problems: ['not_found', 'forbidden'],
})

export const deleteFile = endpoint({
  id: 'deleteFile',
  method: 'DELETE',
  path: '/api/v1/projects/{project}/files/{filename}',
  tag: 'Deletions',
  summary: 'Delete a file; its name is never used by another one',
  auth: 'session',
  token: 'manage',
  fresh: true,
  params: fileParams,
  query: confirmQuery,
  response: Deletion,
  problems: ['not_found', 'forbidden', 'confirmation_mismatch'],
})

export const getReleaseDeletion = endpoint({
  id: 'getReleaseDeletion',
  method: 'GET',
  path: '/api/v1/projects/{project}/releases/{version}/deletion',
  tag: 'Deletions',
  summary: 'What would be lost with a release; for its owners',
  auth: 'session',
  token: 'manage',
  params: releaseParams,
  response: DeletionConsequences,
  problems: ['not_found', 'forbidden'],
})

export const deleteRelease = endpoint({
  id: 'deleteRelease',
  method: 'DELETE',
  path: '/api/v1/projects/{project}/releases/{version}',
  tag: 'Deletions',
  summary:
    'Delete a release with its files; the version can be published anew under other filenames',
  auth: 'session',
  token: 'manage',
  fresh: true,
  params: releaseParams,
  query: confirmQuery,
  response: Deletion,
  problems: ['not_found', 'forbidden', 'confirmation_mismatch'],
})

export const getProjectDeletion = endpoint({
  id: 'getProjectDeletion',
  method: 'GET',
  path: '/api/v1/projects/{project}/deletion',
  tag: 'Deletions',
  summary: 'What would be lost with a project; for its owners',
  auth: 'session',
  token: 'manage',
  params: projectParams,
  response: DeletionConsequences,
  problems: ['not_found', 'forbidden'],
})

export const deleteProject = endpoint({
  id: 'deleteProject',
  method: 'DELETE',
  path: '/api/v1/projects/{project}',
  tag: 'Deletions',
  summary:
    'Delete a project with everything of it; once that is final, its name is free for anybody',
  auth: 'session',
  token: 'manage',
  fresh: true,
  params: projectParams,
  query: confirmQuery,
  response: Deletion,
  problems: ['not_found', 'forbidden', 'confirmation_mismatch'],
})

export const listDeletions = endpoint({
  id: 'listDeletions',
  method: 'GET',
  path: '/api/v1/projects/{project}/deletions',
  tag: 'Deletions',
  summary: 'What was deleted in a project and can be brought back, newest first; for its people',
  auth: 'session',
  token: 'manage',
  params: projectParams,
  query: z.strictObject(pageQuery),
  response: pageOf(Deletion),
  problems: ['not_found', 'forbidden'],
})

export const listDeletedProjects = endpoint({
  id: 'listDeletedProjects',
  method: 'GET',
  path: '/api/v1/account/deletions',
  tag: 'Deletions',
  summary: 'Deleted projects that the signed-in person can bring back, newest first',
  auth: 'session',
  response: z.object({ items: z.array(Deletion) }),
})

export const undoDeletion = endpoint({
  id: 'undoDeletion',
  method: 'POST',
  path: '/api/v1/projects/{project}/deletions/{id}/undo',
  tag: 'Deletions',
  summary: 'Bring back exactly what a deletion took away; for owners',
  auth: 'session',
  token: 'manage',
  params: z.strictObject({ project: line(200), id: z.uuid() }),
  problems: ['not_found', 'forbidden', 'undo_ended', 'undo_blocked'],
})
