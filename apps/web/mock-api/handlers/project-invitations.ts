import {
  acceptProjectInvitation,
  declineProjectInvitation,
  getOwnProjectInvitation,
  listOwnProjectInvitations,
  ProblemError,
  type OwnProjectInvitation,
} from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { signedIn, type Context } from '../context.ts'
import { findProject, type ProjectRow } from '../db.ts'
import { hasSecondFactor } from '../factors.ts'
import { invitationOver, stateOf, tellPeople, type RoleInvitationRow } from '../people.ts'
import { presentProjectSummary } from '../present.ts'

export const projectInvitationOperations: readonly Operation[] = [
  bind(listOwnProjectInvitations, (_input, context) => {
    refuseNarrowToken(context)
    const { db } = context
    const open = db.roleInvitations.filter(
      (row) => row.accountId === signedIn(context).id && stateOf(row, db) === 'open',
    )
    return { items: open.toReversed().map((row) => present(context, row)) }
  }),

  bind(getOwnProjectInvitation, ({ params }, context) =>
    present(context, findOwn(context, params.id).row),
  ),

  bind(acceptProjectInvitation, ({ params }, context) => {
    const { db } = context
    const { row, project } = findOwn(context, params.id)
    const account = signedIn(context)
    if (!account.emailVerified) {
      throw new ProblemError('email_unverified', 'Open the link in the verification mail first')
    }
    const isMember = project.people.some(({ accountId }) => accountId === account.id)
    const state = stateOf(row, db)
    if (state === 'accepted' && isMember) return present(context, row)
    if (state !== 'open') throw invitationOver(state)
    if (isMember) throw new ProblemError('already_member', 'You have a role already')
    row.answer = 'accepted'
    const since = db.now().toISOString()
    project.people.push({ accountId: account.id, role: row.role, since })
    tellPeople(db, {
      kind: 'role-invitation-accepted',
      project,
      person: account,
      actor: account,
      role: row.role,
      toPerson: { subject: `You are ${A[row.role]} of ${project.name}` },
      toOwners: `${account.username} is ${A[row.role]} of ${project.name} now`,
    })
    return present(context, row)
  }),

  bind(declineProjectInvitation, ({ params }, context) => {
    const { db } = context
    const { row, project } = findOwn(context, params.id)
    const state = stateOf(row, db)
    if (state === 'declined') return present(context, row)
    if (state !== 'open') throw invitationOver(state)
    row.answer = 'declined'
    const account = signedIn(context)
    tellPeople(db, {
      kind: 'role-invitation-declined',
      project,
      person: account,
      actor: account,
      role: row.role,
      toOwners: `${account.username} declined the invitation to ${project.name}`,
    })
    return present(context, row)
  }),
]

const A = { owner: 'an owner', maintainer: 'a maintainer' } as const

/** @throws ProblemError `forbidden` for a token that is not good for managing the whole account. */
function refuseNarrowToken({ token }: Context): void {
  if (token === undefined) return
  if (token.scope.kind === 'account' && token.actions.includes('manage')) return
  throw new ProblemError('forbidden', 'This needs a token that manages the whole account')
}

/** @throws ProblemError `not_found` for one of others too. */
function findOwn(context: Context, id: string): { row: RoleInvitationRow; project: ProjectRow } {
  refuseNarrowToken(context)
  const { db } = context
  const account = signedIn(context)
  const row = db.roleInvitations.find((one) => one.id === id && one.accountId === account.id)
  const project = row && findProject(db, row.project)
  if (row === undefined || project === undefined) {
    throw new ProblemError('not_found', 'There is no such invitation')
  }
  return { row, project }
}

function present(context: Context, row: RoleInvitationRow): OwnProjectInvitation {
  const { db } = context
  const project = findProject(db, row.project)
  const { name, normalizedName, summary } =
    project === undefined
      ? { name: row.project, normalizedName: row.project, summary: '' }
      : presentProjectSummary(project)
  return {
    ...row,
    state: stateOf(row, db),
    project: { name, normalizedName, summary },
    secondFactorMissing: db.secondFactorRequired && !hasSecondFactor(db, row.accountId),
  }
}
