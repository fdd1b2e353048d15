import {
  fieldError,
  ProblemError,
  validationFailed,
  type FieldErrorCode,
  type transferProject as endpoint,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import type { UseCase } from '../../http/bind.ts'
import type { Tx } from '../../infra/db/database.ts'
import { withTransaction } from '../../infra/db/with-transaction.ts'
import { findUserByUsername, lockUser, type UserWithEmail } from '../accounts/accounts.queries.ts'
import { actorOf, recordEvent } from '../events/record-event.ts'
import { advanceIndex } from '../simple-index/advance-index.ts'
import { mailPeople } from './mail-people.ts'
import { refuseUnlessAllowed } from './projects.policy.ts'
import { lockProject, type ProjectWithRoles } from './projects.queries.ts'
import { transferNews } from './settings-mails.ts'

/**
 * An owner hands a project to one of its people, who becomes an owner at once; the former one becomes
 * a maintainer or leaves. The recipient's row is locked before the project's, so that an account that
 * is being deleted at the same moment gets nothing.
 */
export const transferProject: UseCase<typeof endpoint> = async ({ params, body }, context) => {
  const { deps, caller, origin } = context
  const { name, serial } = await withTransaction(deps.db, async (tx) => {
    const known = await findUserByUsername(tx, body.username)
    const recipient = known && (await lockUser(tx, known.id))
    const project = await lockProject(tx, params.project, caller)
    refuseUnlessAllowed(project, caller, 'transfer', 'manage')
    if (normalizeName(body.confirm) !== project.normalizedName) {
      throw new ProblemError('confirmation_mismatch', `Type ${project.name} to confirm`)
    }
    const to = judgeRecipient(project, recipient, caller.user.id)
    const userIds = project.roles.map((role) => role.principalId)
    await hand(tx, project, { from: caller.user.id, to: to.id, leave: body.ending === 'leave' })
    const at = deps.clock.now()
    const actor = actorOf(caller)
    const change = { from: caller.user.username, to: to.username, ending: body.ending }
    await recordEvent(tx, {
      kind: 'project-transferred',
      actor,
      at,
      projectId: project.id,
      details: change,
      from: { origin, secrets: deps.secrets },
    })
    await mailPeople(tx, deps.config, project, { userIds }, transferNews(project, actor, change))
    const entry = { project, action: 'transfer project', actor: actor.name, at } as const
    return { name: project.normalizedName, serial: await advanceIndex(tx, [entry]) }
  })
  // The people of a project stand in its JSON.
  await deps.pages.announce(name, serial)
  void deps.outbox.flush()
}

/** The new owner first: at no moment is the project without one. */
async function hand(
  tx: Tx,
  { id: projectId }: ProjectWithRoles,
  { from, to, leave }: { from: string; to: string; leave: boolean },
): Promise<void> {
  const roleOf = (principalId: string) => ({ projectId_principalId: { projectId, principalId } })
  await tx.role.update({ where: roleOf(to), data: { role: 'owner' } })
  if (leave) await tx.role.delete({ where: roleOf(from) })
  else await tx.role.update({ where: roleOf(from), data: { role: 'maintainer' } })
}

/**
 * Whoever is to be an owner has a role already: they agreed to be here. That nobody has a name and
 * that somebody is no member are one answer.
 * @throws ProblemError `validation_failed`
 */
function judgeRecipient(
  { roles, name }: ProjectWithRoles,
  recipient: UserWithEmail | undefined,
  callerId: string,
): UserWithEmail {
  const refuse = (code: FieldErrorCode, why: string) =>
    validationFailed([fieldError('body/username', code, why)])
  if (recipient === undefined || !roles.some((role) => role.principalId === recipient.id)) {
    throw refuse('not_member', `has no role in ${name}; give them one first`)
  }
  if (recipient.id === callerId) {
    throw refuse('own_account', 'is yourself')
  }
  const isVerified = recipient.emails.some((email) => email.verifiedAt !== null)
  if (!isVerified || recipient.status !== 'active') {
    throw refuse('recipient_unverified', 'has no verified address, or is shut out at the moment')
  }
  return recipient
}
