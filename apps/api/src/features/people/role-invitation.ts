import {
  ProblemError,
  type InvitationState,
  type OwnProjectInvitation,
  type ProjectInvitation,
} from '@wheelhouse/shared-types'
import type { Prisma, RoleInvitation } from '@wheelhouse/database'
import type { Config } from '../../config.ts'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import { forbidden, notFound } from '../../http/problems.ts'
import type { Db, Tx } from '../../infra/db/database.ts'
import { lockProjectRow } from '../projects/projects.queries.ts'
import { tokenAllows } from '../tokens/tokens.policy.ts'

/** Neither answered nor taken back; it may have expired. */
export const OPEN = { acceptedAt: null, declinedAt: null, revokedAt: null } as const

type Times = Pick<RoleInvitation, 'acceptedAt' | 'declinedAt' | 'revokedAt' | 'expiresAt'>

export function stateOf(invitation: Times, now: Date): InvitationState {
  const { acceptedAt, declinedAt, revokedAt, expiresAt } = invitation
  if (acceptedAt !== null) return 'accepted'
  if (declinedAt !== null) return 'declined'
  // One that expired is closed by the next one to the same person.
  if (revokedAt !== null && revokedAt < expiresAt) return 'revoked'
  return expiresAt <= now ? 'expired' : 'open'
}

/** `invitation_over`, whose reason is the state. */
export function invitationOver(state: InvitationState): ProblemError {
  return new ProblemError('invitation_over', OVER[state], { reason: state })
}
const OVER: Record<InvitationState, string> = {
  open: 'This invitation is open',
  expired: 'This invitation has expired; an owner of the project can send a new one',
  revoked: 'This invitation was taken back; ask an owner of the project',
  accepted: 'This invitation was accepted already',
  declined: 'This invitation was declined; an owner of the project can send a new one',
}

export const withUsername = { user: { select: { username: true } } } as const
type WithUsername = Prisma.RoleInvitationGetPayload<{ include: typeof withUsername }>

export function presentInvitation(invitation: WithUsername, now: Date): ProjectInvitation {
  return { ...presentShared(invitation, now), username: invitation.user.username }
}

export const withProject = {
  project: { select: { name: true, normalizedName: true, summary: true, deletionId: true } },
} as const
type WithProject = Prisma.RoleInvitationGetPayload<{ include: typeof withProject }>

export function presentOwnInvitation(
  invitation: WithProject,
  caller: SessionCaller | TokenCaller,
  { config, now }: { config: Pick<Config, 'REQUIRE_TWO_FACTOR'>; now: Date },
): OwnProjectInvitation {
  return {
    ...presentShared(invitation, now),
    project: invitation.project,
    secondFactorMissing: config.REQUIRE_TWO_FACTOR && !caller.user.hasSecondFactor,
  }
}

function presentShared(invitation: RoleInvitation, now: Date) {
  const { id, role, invitedBy, createdAt, expiresAt } = invitation
  return {
    id,
    role,
    state: stateOf(invitation, now),
    invitedBy,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
}

/**
 * Answering an invitation reaches beyond the projects that a token knows.
 * @throws ProblemError `forbidden` for a token that is not good for managing the whole account.
 */
export function refuseNarrowToken(caller: SessionCaller | TokenCaller): void {
  if (caller.kind === 'session' || tokenAllows(caller, 'manage', undefined)) return
  throw forbidden('This needs an API token that manages the whole account')
}

/** @throws ProblemError `not_found` for one of others too, and while its project is deleted. */
export async function findOwnInvitation(
  db: Db | Tx,
  id: string,
  userId: string,
): Promise<WithProject> {
  const found = await db.roleInvitation.findFirst({ where: { id, userId }, include: withProject })
  if (found === null || found.project.deletionId !== null) throw notFound('This invitation')
  return found
}

/** As `findOwnInvitation`, the row of its project locked until the transaction ends. */
export async function lockOwnInvitation(tx: Tx, id: string, userId: string): Promise<WithProject> {
  const { project } = await findOwnInvitation(tx, id, userId)
  await lockProjectRow(tx, project.normalizedName)
  return findOwnInvitation(tx, id, userId)
}
