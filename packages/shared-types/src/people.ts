import * as z from 'zod/mini'
import { EMAIL_MAX_LENGTH, USERNAME_MAX_LENGTH } from './accounts.ts'
import { endpoint } from './endpoint.ts'
import { PROJECT_ROLES } from './projects.ts'
import { ProjectInvitation } from './project-invitations.ts'
import { line } from './text.ts'

/** Somebody with a role in a project, as its people see them. */
export const ProjectPerson = z
  .object({
    username: z.string(),
    role: z.enum(PROJECT_ROLES),
    since: z.iso.datetime(),
    /** Whether a sign-in takes a second factor; null for whoever is no owner. */
    secondFactor: z.nullable(z.boolean()),
  })
  .register(z.globalRegistry, { id: 'ProjectPerson' })
export type ProjectPerson = z.output<typeof ProjectPerson>

/** An API token of one of its people that can upload to a project. */
export const UploadToken = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Whose it is. */
    username: z.string(),
    /** Good for all that its owner may do, or for chosen projects. */
    scope: z.enum(['account', 'projects']),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.nullable(z.iso.datetime()),
    expiresAt: z.nullable(z.iso.datetime()),
  })
  .register(z.globalRegistry, { id: 'UploadToken' })
export type UploadToken = z.output<typeof UploadToken>

/** An identity elsewhere that can upload to a project. */
export const UploadPublisher = z
  .object({
    id: z.string(),
    kind: z.string(),
    issuer: z.string(),
    /** What its tokens must claim, by the fields of its kind. */
    claims: z.record(z.string(), z.string()),
    addedBy: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.nullable(z.iso.datetime()),
  })
  .register(z.globalRegistry, { id: 'UploadPublisher' })
export type UploadPublisher = z.output<typeof UploadPublisher>

/** Who and what can upload, beside the people themselves. */
export const ProjectAccess = z
  .object({
    tokens: z.array(UploadToken),
    publishers: z.array(UploadPublisher),
    /** Only publishers may upload: tokens are refused. */
    trustedPublishingOnly: z.boolean(),
  })
  .register(z.globalRegistry, { id: 'ProjectAccess' })
export type ProjectAccess = z.output<typeof ProjectAccess>

const project = line(200)
const params = z.strictObject({ project })
const person = z.strictObject({ project, username: line(USERNAME_MAX_LENGTH) })
const common = { tag: 'People', auth: 'session', token: 'manage' } as const

export const listPeople = endpoint({
  ...common,
  id: 'listPeople',
  method: 'GET',
  path: '/api/v1/projects/{project}/people',
  summary: 'Who has a role in a project, owners first; for its people',
  params,
  response: z.object({
    items: z.array(ProjectPerson),
    /** Whether this index asks a second factor of whoever uploads. */
    secondFactorRequired: z.boolean(),
  }),
  problems: ['not_found', 'forbidden'],
})

export const changeRole = endpoint({
  ...common,
  id: 'changeRole',
  fresh: true,
  method: 'PUT',
  path: '/api/v1/projects/{project}/people/{username}',
  summary: 'Make somebody with a role in a project an owner or a maintainer; for owners',
  params: person,
  body: z.strictObject({ role: z.enum(PROJECT_ROLES) }),
  response: ProjectPerson,
  problems: ['not_found', 'forbidden', 'sole_owner'],
})

export const removePerson = endpoint({
  ...common,
  id: 'removePerson',
  fresh: true,
  method: 'DELETE',
  path: '/api/v1/projects/{project}/people/{username}',
  summary:
    'Take the role of somebody away, for owners; what they could do ends at once, with their tokens',
  params: person,
  problems: ['not_found', 'forbidden', 'sole_owner'],
})

export const leaveProject = endpoint({
  ...common,
  id: 'leaveProject',
  fresh: true,
  method: 'DELETE',
  path: '/api/v1/account/projects/{project}',
  summary: 'Give the own role in a project up',
  params,
  problems: ['not_found', 'forbidden', 'sole_owner'],
})

export const getProjectAccess = endpoint({
  ...common,
  id: 'getProjectAccess',
  method: 'GET',
  path: '/api/v1/projects/{project}/access',
  summary: 'The API tokens and trusted publishers that can upload to a project; for its people',
  params,
  response: ProjectAccess,
  problems: ['not_found', 'forbidden'],
})

/** Whom to invite: a username, or an address that somebody shows to others. */
export const InvitationToProject = z.strictObject({
  user: line(EMAIL_MAX_LENGTH),
  role: z.enum(PROJECT_ROLES),
})

export const listProjectInvitations = endpoint({
  ...common,
  id: 'listProjectInvitations',
  method: 'GET',
  path: '/api/v1/projects/{project}/invitations',
  summary:
    'The open invitations to a project, and those that expired or were declined lately; newest first',
  params,
  response: z.object({ items: z.array(ProjectInvitation) }),
  problems: ['not_found', 'forbidden'],
})

export const inviteToProject = endpoint({
  ...common,
  id: 'inviteToProject',
  fresh: true,
  method: 'POST',
  path: '/api/v1/projects/{project}/invitations',
  summary: 'Offer somebody a role in a project, by mail; for owners',
  params,
  body: InvitationToProject,
  response: ProjectInvitation,
  status: 201,
  problems: [
    'not_found',
    'forbidden',
    'email_unverified',
    'already_member',
    'already_invited',
    'rate_limited',
  ],
})

export const revokeProjectInvitation = endpoint({
  ...common,
  id: 'revokeProjectInvitation',
  method: 'DELETE',
  path: '/api/v1/projects/{project}/invitations/{id}',
  summary: 'Take an invitation back; one that is taken back already stays so',
  params: z.strictObject({ project, id: z.uuid() }),
  problems: ['not_found', 'forbidden', 'invitation_over'],
})
