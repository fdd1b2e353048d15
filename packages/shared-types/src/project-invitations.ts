import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { PROJECT_ROLES } from './projects.ts'

/** Days that an invitation to a project is open: one that comes on a Friday outlives a week away. */
export const PROJECT_INVITATION_DAYS = 7

export const INVITATION_STATES = ['open', 'expired', 'revoked', 'accepted', 'declined'] as const
export type InvitationState = (typeof INVITATION_STATES)[number]

const shared = {
  id: z.string(),
  role: z.enum(PROJECT_ROLES),
  state: z.enum(INVITATION_STATES),
  /** Username of who made it, with the token's name where one was used. */
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
}

/** An offer of a role, as the people of the project see it. */
export const ProjectInvitation = z
  .object({ ...shared, username: z.string() })
  .register(z.globalRegistry, { id: 'ProjectInvitation' })
export type ProjectInvitation = z.output<typeof ProjectInvitation>

/** An offer of a role, as the invited person sees it. */
export const OwnProjectInvitation = z
  .object({
    ...shared,
    project: z.object({ name: z.string(), normalizedName: z.string(), summary: z.string() }),
    /** The index asks a second factor of whoever uploads, and the person has none yet. */
    secondFactorMissing: z.boolean(),
  })
  .register(z.globalRegistry, { id: 'OwnProjectInvitation' })
export type OwnProjectInvitation = z.output<typeof OwnProjectInvitation>

const params = z.strictObject({ id: z.uuid() })
/** By token: one for the whole account, for the project is none of the person's yet. */
const common = { tag: 'People', auth: 'session', token: 'manage' } as const

export const listOwnProjectInvitations = endpoint({
  ...common,
  id: 'listOwnProjectInvitations',
  method: 'GET',
  path: '/api/v1/account/project-invitations',
  summary: 'The open invitations of the signed-in person to projects, newest first',
  response: z.object({ items: z.array(OwnProjectInvitation) }),
  problems: ['forbidden'],
})

export const getOwnProjectInvitation = endpoint({
  ...common,
  id: 'getOwnProjectInvitation',
  method: 'GET',
  path: '/api/v1/account/project-invitations/{id}',
  summary: 'An own invitation to a project with what became of it',
  params,
  response: OwnProjectInvitation,
  problems: ['not_found', 'forbidden'],
})

export const acceptProjectInvitation = endpoint({
  ...common,
  id: 'acceptProjectInvitation',
  method: 'POST',
  path: '/api/v1/account/project-invitations/{id}/accept',
  summary: 'Take the role that an invitation offers; again changes nothing',
  params,
  response: OwnProjectInvitation,
  problems: ['not_found', 'forbidden', 'email_unverified', 'already_member', 'invitation_over'],
})

export const declineProjectInvitation = endpoint({
  ...common,
  id: 'declineProjectInvitation',
  method: 'POST',
  path: '/api/v1/account/project-invitations/{id}/decline',
  summary: 'Turn an invitation down; again changes nothing',
  params,
  response: OwnProjectInvitation,
  problems: ['not_found', 'forbidden', 'invitation_over'],
})
