import { tokenAllows } from '../tokens/tokens.policy.ts'
import type { Publisher } from './publisher.ts'
import { UploadRefusal } from './upload-refusal.ts'

type Target = {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly roles: readonly { principalId: string }[]
}

/**
 * Who may upload to a project (undefined: one that does not exist yet): somebody with a role in it,
 * with a token that is good for uploading to it; archived and quarantined projects take nothing.
 * @throws UploadRefusal 403.
 */
export function checkUploadRight(project: Target | undefined, publisher: Publisher): void {
  if (publisher.kind === 'import') return
  const { caller } = publisher
  const refuse = (reason: string, message: string): never => {
    throw new UploadRefusal(403, reason, message)
  }
  if (!caller.user.emailVerified) {
    refuse('email-unverified', 'Verify the e-mail address of your account before you upload')
  }
  if (project === undefined) {
    if (tokenAllows(caller, 'upload', undefined)) return
    refuse('token-scope', 'This API token is limited to other projects and cannot make a new one')
    return
  }
  if (!project.roles.some((role) => role.principalId === caller.user.id)) {
    refuse(
      'no-role',
      `The user '${caller.user.username}' isn't allowed to upload to project '${project.name}'`,
    )
  }
  if (!tokenAllows(caller, 'upload', project.id)) {
    refuse('token-scope', `This API token isn't valid for uploading to project '${project.name}'`)
  }
  if (project.status === 'archived' || project.status === 'quarantined') {
    refuse(`project-${project.status}`, `Project '${project.name}' is ${project.status}`)
  }
}
