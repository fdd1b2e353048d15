import {
  ProblemError,
  type InvitationState,
  type ProjectInvitation,
  type ProjectPerson,
  type ProjectRole,
} from '@wheelhouse/shared-types'
import { findAccount, type AccountRow, type MockDb, type ProjectRow } from './db.ts'
import { hasSecondFactor } from './factors.ts'
import { sendMail } from './mails.ts'

/** An offer of a role; it expires by time alone. */
export type RoleInvitationRow = {
  id: string
  /** Normalized name. */
  project: string
  accountId: string
  role: ProjectRole
  invitedBy: string
  createdAt: string
  expiresAt: string
  answer: 'accepted' | 'declined' | 'revoked' | null
}

export function stateOf({ answer, expiresAt }: RoleInvitationRow, db: MockDb): InvitationState {
  return answer ?? (new Date(expiresAt) <= db.now() ? 'expired' : 'open')
}

/** `invitation_over`, whose reason is the state. */
export const invitationOver = (state: InvitationState): ProblemError =>
  new ProblemError('invitation_over', `This invitation is ${state}`, { reason: state })

export function presentInvitation(row: RoleInvitationRow, db: MockDb): ProjectInvitation {
  const username = findAccount(db, row.accountId)?.username ?? ''
  return { ...row, state: stateOf(row, db), username }
}

export function presentPerson(
  db: MockDb,
  project: ProjectRow,
  { accountId, role, since }: ProjectRow['people'][0],
  toOwner: boolean,
): ProjectPerson {
  return {
    username: findAccount(db, accountId)?.username ?? '',
    role,
    since: since ?? project.createdAt,
    secondFactor: toOwner ? hasSecondFactor(db, accountId) : null,
  }
}

/** @throws ProblemError `sole_owner` when nobody else owns the project. */
export function refuseSoleOwner(project: ProjectRow, accountId: string): void {
  const others = project.people.filter((one) => one.role === 'owner' && one.accountId !== accountId)
  if (others.length > 0) return
  throw new ProblemError('sole_owner', `${project.name} would have no owner`)
}

/** What the API tells of a change: the person and the owners by mail, the person's history. */
export function tellPeople(
  db: MockDb,
  act: {
    kind: string
    project: ProjectRow
    person: AccountRow
    actor: AccountRow
    role: ProjectRole
    toPerson?: { subject: string; link?: string }
    toOwners: string
  },
): void {
  const { kind, project, person, actor, role, toPerson, toOwners } = act
  if (toPerson !== undefined) mail(db, person, toPerson.subject, toPerson.link)
  mailOwners(db, project, toOwners, person)
  db.events.push({
    id: crypto.randomUUID(),
    accountId: person.id,
    kind,
    at: db.now().toISOString(),
    actor: actor.username,
    userAgent: null,
    details: { project: project.name, person: person.username, role },
  })
}

/** A mail to each owner, but not to `except`. */
export function mailOwners(
  db: MockDb,
  project: ProjectRow,
  subject: string,
  except?: AccountRow,
): void {
  for (const { accountId, role } of project.people) {
    const owner = findAccount(db, accountId)
    if (role === 'owner' && owner !== undefined && owner !== except) mail(db, owner, subject)
  }
}

function mail(db: MockDb, { email, username }: AccountRow, subject: string, link?: string): void {
  const links = link === undefined ? [] : [link]
  const text = [`Hello ${username}, ${subject}.`, ...links].join('\n\n')
  sendMail(db, { to: email, subject, text, links })
}
