import type { Config } from '../../config.ts'
import type { PublisherCaller, SessionCaller, TokenCaller } from '../../http/caller.ts'
import { tokenAllows } from '../tokens/tokens.policy.ts'
import type { Publisher, Uploader } from './publisher.ts'
import { UploadRefusal } from './upload-refusal.ts'

type Target = {
  readonly id: string
  readonly name: string
  readonly normalizedName: string
  readonly isPublic: boolean
  readonly status: string
  readonly deletion: { readonly undoUntil: string; readonly wasPublic: boolean } | null
  readonly roles: readonly { principalId: string }[]
  /** Ids of its trusted publishers. */
  readonly publishers: readonly string[]
  readonly trustedPublishingOnly: boolean
}

/**
 * Who may upload to a project (undefined: one that does not exist yet): a trusted publisher of it, and
 * unless it takes those alone somebody with a role in it, signed in or with a token that is good for
 * uploading to it, with a verified address and, where the index asks for one, a second factor.
 * Archived, quarantined and deleted projects take nothing.
 * @throws UploadRefusal 403. A stranger hears of the missing role before anything about themselves.
 */
export function checkUploadRight(
  project: Target | undefined,
  publisher: Publisher,
  config: Pick<Config, 'REQUIRE_TWO_FACTOR'>,
  normalizedName: string,
): void {
  if (project !== undefined) refuseWhenDeleted(project, publisher)
  if (publisher.kind === 'import') return
  const { caller } = publisher
  if (project !== undefined) checkProjectRight(project, caller)
  if (caller.kind === 'publisher') {
    if (project === undefined) checkPending(caller, normalizedName)
    return
  }
  if (!caller.user.emailVerified) {
    refuse('email-unverified', 'Verify the e-mail address of your account before you upload')
  }
  if (config.REQUIRE_TWO_FACTOR && !caller.user.hasSecondFactor) {
    refuse(
      'two-factor-required',
      'This index requires two-factor authentication to upload; set it up in your account',
    )
  }
  if (project === undefined && isNarrowed(caller, undefined, normalizedName)) {
    refuse('token-scope', 'This API token is limited to other projects and cannot make a new one')
  }
}

/** Of a project that was private, strangers hear what they would hear if it were there. */
function refuseWhenDeleted(project: Target, publisher: Publisher): void {
  const { name, deletion } = project
  if (deletion === null) return
  const isMember = publisher.kind === 'import' || hasPlace(project, publisher.caller)
  if (!isMember && !deletion.wasPublic) return
  const until = new Date(deletion.undoUntil).toISOString().slice(0, 16).replace('T', ' ')
  refuse(
    'project-deleted',
    `Project '${name}' was deleted; its owners can undo that until ${until} UTC, after which the name is free`,
  )
}

/** A publisher makes the projects that it was registered for, and no others. */
function checkPending({ pending }: PublisherCaller, normalizedName: string): void {
  if (pending.some((one) => one.normalizedName === normalizedName)) return
  const names = pending.map(({ name }) => `'${name}'`).join(', ')
  refuse(
    'publisher-new-project',
    names === ''
      ? `This trusted publisher cannot make a new project '${normalizedName}': register it as a pending publisher for that name first`
      : `This trusted publisher is pending for ${names}, and not for a new project '${normalizedName}': the names must be the same`,
  )
}

function checkProjectRight(project: Target, caller: Uploader): void {
  checkMembership(project, caller)
  if (project.status === 'archived' || project.status === 'quarantined') {
    refuse(`project-${project.status}`, `Project '${project.name}' is ${project.status}`)
  }
}

/** Whether somebody has a role in a project, or is a trusted publisher of it. */
function hasPlace({ roles, publishers }: Target, caller: Uploader): boolean {
  if (caller.kind === 'publisher') return publishers.includes(caller.publisherId)
  return roles.some(({ principalId }) => principalId === caller.user.id)
}

function checkMembership(project: Target, caller: Uploader): void {
  // How its author spells the name of a private project is for its people alone.
  const told = project.isPublic ? project.name : project.normalizedName
  if (caller.kind === 'publisher') {
    if (hasPlace(project, caller)) return
    refuse('no-publisher', `This trusted publisher isn't allowed to upload to project '${told}'`)
  }
  if (!hasPlace(project, caller)) {
    refuse(
      'no-role',
      `The user '${caller.user.username}' isn't allowed to upload to project '${told}'`,
    )
  }
  if (isNarrowed(caller, project.id)) {
    refuse('token-scope', `This API token isn't valid for uploading to project '${project.name}'`)
  }
  if (project.trustedPublishingOnly) {
    refuse(
      'trusted-publishing-only',
      `Project '${project.name}' takes files from its trusted publishers only, not with API tokens or from a browser; an owner can change that in its settings`,
    )
  }
}

/** Whether somebody came with a token that is not good for this project. */
function isNarrowed(
  caller: SessionCaller | TokenCaller,
  projectId: string | undefined,
  newName?: string,
): boolean {
  return caller.kind === 'token' && !tokenAllows(caller, 'upload', projectId, newName)
}

function refuse(reason: string, message: string): never {
  throw new UploadRefusal(403, reason, message)
}
