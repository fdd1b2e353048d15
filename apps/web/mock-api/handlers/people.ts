import {
  changeRole,
  fieldError,
  getProjectAccess,
  inviteToProject,
  leaveProject,
  listPeople,
  listProjectInvitations,
  ProblemError,
  PROJECT_INVITATION_DAYS,
  removePerson,
  revokeProjectInvitation,
  validationFailed,
} from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { signedIn, tokenAllows, type Context } from '../context.ts'
import { findAccount, findByUsername, type AccountRow, type MockDb } from '../db.ts'
import {
  invitationOver,
  presentInvitation,
  presentPerson,
  refuseSoleOwner,
  stateOf,
  tellPeople,
} from '../people.ts'
import { emailsOf } from '../present.ts'
import { requireRole } from '../roles.ts'

const DAY = 24 * 3_600_000
const ANYBODY = ['owner', 'maintainer'] as const
/** Looks only, so that a project in quarantine is shown too. */
const LOOKS = { reads: true }

export const peopleOperations: readonly Operation[] = [
  bind(listPeople, ({ params }, context) => {
    const { db } = context
    const project = requireRole(context, params.project, ANYBODY, 'manage', LOOKS)
    const own = project.people.find(({ accountId }) => accountId === context.account?.id)
    const items = project.people.map((one) =>
      presentPerson(db, project, one, own?.role === 'owner'),
    )
    const rank = (role: string) => (role === 'owner' ? 0 : 1)
    return {
      items: items.toSorted((a, b) => rank(a.role) - rank(b.role)),
      secondFactorRequired: db.secondFactorRequired,
    }
  }),

  bind(changeRole, ({ params, body }, context) => {
    const { db } = context
    const project = requireRole(context, params.project, ['owner'], 'manage')
    const { person, entry } = findMember(db, project, params.username)
    if (entry.role !== body.role) {
      if (body.role !== 'owner') refuseSoleOwner(project, person.id)
      entry.role = body.role
      tellPeople(db, {
        kind: 'role-changed',
        project,
        person,
        actor: signedIn(context),
        role: body.role,
        toPerson: { subject: `Your role in ${project.name} was changed` },
        toOwners: `The role of ${person.username} in ${project.name} was changed`,
      })
    }
    return presentPerson(db, project, entry, true)
  }),

  bind(removePerson, ({ params }, context) => {
    requireRole(context, params.project, ['owner'], 'manage')
    return endRole(context, params.project, params.username)
  }),

  bind(leaveProject, ({ params }, context) => {
    requireRole(context, params.project, ANYBODY, 'manage')
    return endRole(context, params.project, signedIn(context).username)
  }),

  bind(listProjectInvitations, ({ params }, context) => {
    const { db } = context
    const { normalizedName } = requireRole(context, params.project, ANYBODY, 'manage', LOOKS)
    const since = db.now().getTime() - 30 * DAY
    const rows = db.roleInvitations
      .filter(
        ({ project, expiresAt }) => project === normalizedName && Date.parse(expiresAt) > since,
      )
      .toReversed()
    const newest = rows.filter(
      ({ accountId }, index) => rows.findIndex((row) => row.accountId === accountId) === index,
    )
    return {
      items: newest
        .map((row) => presentInvitation(row, db))
        .filter(({ state }) => state !== 'accepted' && state !== 'revoked'),
    }
  }),

  bind(inviteToProject, ({ params, body }, context) => {
    const { db, origin } = context
    const actor = signedIn(context)
    const project = requireRole(context, params.project, ['owner'], 'manage')
    if (!actor.emailVerified) {
      throw new ProblemError('email_unverified', 'Open the link in the verification mail first')
    }
    const person = findInvitee(db, body.user)
    if (project.people.some(({ accountId }) => accountId === person.id)) {
      throw new ProblemError('already_member', `${person.username} has a role already`)
    }
    const { normalizedName } = project
    const before = db.roleInvitations.filter(
      (row) => row.project === normalizedName && row.accountId === person.id,
    )
    if (before.some((row) => stateOf(row, db) === 'open')) {
      throw new ProblemError('already_invited', `${person.username} is invited already`)
    }
    const now = db.now()
    const row = {
      id: crypto.randomUUID(),
      project: normalizedName,
      accountId: person.id,
      role: body.role,
      invitedBy: actor.username,
      createdAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + PROJECT_INVITATION_DAYS * DAY).toISOString(),
      answer: null,
    }
    db.roleInvitations.push(row)
    tellPeople(db, {
      kind: 'role-invited',
      project,
      person,
      actor,
      role: body.role,
      toPerson: {
        subject: `Invitation to the project ${project.name}`,
        link: `${origin}/account/invitations/${row.id}`,
      },
      toOwners: `${person.username} is invited to ${project.name}`,
    })
    return presentInvitation(row, db)
  }),

  bind(revokeProjectInvitation, ({ params }, context) => {
    const { db } = context
    const project = requireRole(context, params.project, ['owner'], 'manage')
    const row = db.roleInvitations.find(
      ({ id, project: name }) => id === params.id && name === project.normalizedName,
    )
    const person = row && findAccount(db, row.accountId)
    if (row === undefined || person === undefined) {
      throw new ProblemError('not_found', 'There is no such invitation')
    }
    const state = stateOf(row, db)
    if (state === 'revoked') return undefined
    if (state !== 'open') throw invitationOver(state)
    row.answer = 'revoked'
    tellPeople(db, {
      kind: 'role-invitation-revoked',
      project,
      person,
      actor: signedIn(context),
      role: row.role,
      toPerson: { subject: `Your invitation to ${project.name} was taken back` },
      toOwners: `The invitation of ${person.username} to ${project.name} was taken back`,
    })
    return undefined
  }),

  bind(getProjectAccess, ({ params }, context) => {
    const { db } = context
    const project = requireRole(context, params.project, ANYBODY, 'manage', LOOKS)
    const tokens = db.tokens.filter(
      (token) =>
        token.leak === null &&
        (token.expiresAt === null || new Date(token.expiresAt) > db.now()) &&
        project.people.some(({ accountId }) => accountId === token.accountId) &&
        tokenAllows(token, 'upload', project),
    )
    return {
      tokens: tokens.map(({ id, name, accountId, scope, createdAt, lastUsedAt, expiresAt }) => ({
        id,
        name,
        username: findAccount(db, accountId)?.username ?? '',
        scope: scope.kind,
        createdAt,
        lastUsedAt,
        expiresAt,
      })),
      publishers: [],
      trustedPublishingOnly: false,
    }
  }),
]

type Project = ReturnType<typeof requireRole>

/** @throws ProblemError `not_found` for an unknown user, and for one without a role. */
function findMember(db: MockDb, project: Project, username: string) {
  const person = findByUsername(db, username)
  const entry = project.people.find(({ accountId }) => accountId === person?.id)
  if (person === undefined || entry === undefined) {
    throw new ProblemError('not_found', `${username} has no role in ${project.name}`)
  }
  return { person, entry }
}

/** Takes a role away, or gives the own one up. */
function endRole(context: Context, name: string, username: string): undefined {
  const { db } = context
  const project = requireRole(context, name, ANYBODY, 'manage')
  const { person, entry } = findMember(db, project, username)
  if (entry.role === 'owner') refuseSoleOwner(project, person.id)
  const isOwn = person.id === signedIn(context).id
  project.people = project.people.filter((one) => one !== entry)
  tellPeople(db, {
    kind: isOwn ? 'role-left' : 'role-removed',
    project,
    person,
    actor: signedIn(context),
    role: entry.role,
    toPerson: {
      subject: isOwn ? `You left ${project.name}` : `You have no role in ${project.name} any more`,
    },
    toOwners: `${person.username} ${isOwn ? 'left' : 'was removed from'} ${project.name}`,
  })
  return undefined
}

/** By username, or by an address that is shown to others. @throws ProblemError `validation_failed` */
function findInvitee(db: MockDb, text: string): AccountRow {
  const shows = (account: AccountRow) =>
    emailsOf(account).some(
      (email) => email.public && email.address.toLowerCase() === text.toLowerCase(),
    )
  const person = text.includes('@') ? db.accounts.find(shows) : findByUsername(db, text)
  if (person === undefined) {
    throw validationFailed([fieldError('body/user', 'user_unknown', 'is nobody here')])
  }
  if (!person.emailVerified || person.disabled) {
    throw validationFailed([fieldError('body/user', 'user_unreachable', 'gets no mail')])
  }
  return person
}
