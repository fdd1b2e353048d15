import type { Config } from '../../config.ts'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import { tokenAllows } from '../tokens/tokens.policy.ts'
import type { Publisher } from './publisher.ts'
import { UploadRefusal } from './upload-refusal.ts'

type Target = {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly deletion: { readonly undoUntil: string; readonly wasPublic: boolean } | null
  readonly roles: readonly { principalId: string }[]
}

/**
 * Who may upload to a project (undefined: one that does not exist yet): somebody with a role in it,
 * signed in or with a token that is good for uploading to it, with a verified address and, where the
 * index asks for one, a second factor. Archived, quarantined and deleted projects take nothing.
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
function refuseWhenDeleted({ name, deletion, roles }: Target, publisher: Publisher): void {
  if (deletion === null) return
  const isMember =
    publisher.kind === 'import' ||
    roles.some(({ principalId }) => principalId === publisher.caller.user.id)
  if (!isMember && !deletion.wasPublic) return
  const until = new Date(deletion.undoUntil).toISOString().slice(0, 16).replace('T', ' ')
  refuse(
    'project-deleted',
    `Project '${name}' was deleted; its owners can undo that until ${until} UTC, after which the name is free`,
  )
}

function checkProjectRight(project: Target, caller: SessionCaller | TokenCaller): void {
  if (!project.roles.some((role) => role.principalId === caller.user.id)) {
    refuse(
      'no-role',
      `The user '${caller.user.username}' isn't allowed to upload to project '${project.name}'`,
    )
  }
  if (isNarrowed(caller, project.id)) {
    refuse('token-scope', `This API token isn't valid for uploading to project '${project.name}'`)
  }
  if (project.status === 'archived' || project.status === 'quarantined') {
    refuse(`project-${project.status}`, `Project '${project.name}' is ${project.status}`)
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
