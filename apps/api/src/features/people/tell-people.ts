import type { ProjectRole } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { Origin } from '../../http/caller.ts'
import type { Tx } from '../../infra/db/database.ts'
import { recordEvent, type Actor } from '../events/record-event.ts'
import { mailPeople } from '../projects/mail-people.ts'
import type { Change, PeopleAction } from '../simple-index/advance-index.ts'
import { mailsOf } from './people-mails.ts'
import type { Someone } from './people.queries.ts'

/** What was done about somebody's role in a project. */
export type PeopleAct = {
  readonly kind:
    | 'role-invited'
    | 'role-invitation-revoked'
    | 'role-invitation-accepted'
    | 'role-invitation-declined'
    | 'role-added'
    | 'role-changed'
    | 'role-removed'
    | 'role-left'
  readonly project: { id: string; name: string; normalizedName: string }
  readonly person: Someone
  readonly role: ProjectRole
  /** The role before, where it was changed. */
  readonly was?: ProjectRole
  readonly actor: Actor
  readonly at: Date
  /** Where the request came from; an operator's command comes from nowhere. */
  readonly origin?: Origin
  /** Of an invitation that was made. */
  readonly invitationId?: string
  /** The person's account goes with the role: it has no history to write to. */
  readonly accountGone?: true
}

/**
 * Tells of a change to the people of a project, in its transaction: an event in the history of the
 * project and one in that of the person's account, mails to the owners and to the person. Two events,
 * since those of an account end with it and those of a project do not. Returns what the journal is
 * to say, for `advanceIndex`: undefined where it says nothing.
 */
export async function tellPeople(
  tx: Tx,
  deps: Pick<Deps, 'config' | 'secrets'>,
  act: PeopleAct,
): Promise<Change | undefined> {
  const { kind, project, person, role, was, actor, at, origin } = act
  const details = {
    project: project.name,
    person: person.username,
    role,
    ...(was === undefined ? {} : { was }),
  }
  const from = origin === undefined ? {} : { from: { origin, secrets: deps.secrets } }
  await recordEvent(tx, { kind, actor, at, projectId: project.id, details, ...from })
  if (act.accountGone === undefined) {
    await recordEvent(tx, { kind, actor, at, userId: person.id, details, ...from })
  }
  const { toPerson, toOwners } = mailsOf(act, deps.config)
  if (toPerson !== undefined) {
    const stays = await tx.role.count({ where: { projectId: project.id, principalId: person.id } })
    const audience = { userIds: [person.id], outside: stays === 0 }
    await mailPeople(tx, deps.config, project, audience, toPerson)
  }
  const owners = await tx.role.findMany({
    where: { projectId: project.id, role: 'owner', principalId: { not: person.id } },
    select: { principalId: true },
  })
  const userIds = owners.map(({ principalId }) => principalId)
  await mailPeople(tx, deps.config, project, { userIds }, toOwners)
  const action = journalAction(act)
  return action && { project, action, actor: actor.name, at }
}

const NAMES = { owner: 'Owner', maintainer: 'Maintainer' } as const

/** As PyPI's journal words it, for those who follow it by XML-RPC. */
function journalAction({ kind, role, was, person }: PeopleAct): PeopleAction | undefined {
  const name = NAMES[role]
  const { username } = person
  switch (kind) {
    case 'role-invited':
      return `invite ${name} ${username}`
    case 'role-invitation-revoked':
      return `revoke_invite ${name} ${username}`
    case 'role-invitation-accepted':
      return `accepted ${name} ${username}`
    case 'role-invitation-declined':
      return undefined
    case 'role-added':
      return `add ${name} ${username}`
    case 'role-changed':
      return `change ${NAMES[was ?? role]} ${username} to ${name}`
    case 'role-removed':
    case 'role-left':
      return `remove ${name} ${username}`
  }
}
