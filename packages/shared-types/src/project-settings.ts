import * as z from 'zod/mini'
import { USERNAME_MAX_LENGTH } from './accounts.ts'
import { endpoint } from './endpoint.ts'
import { PROJECT_STATUSES, Replacement } from './projects.ts'
import { isValidName } from './python/normalize-name.ts'
import { line, optionalLine } from './text.ts'

const projectParams = z.strictObject({ project: line(200) })

export const STATUS_REASON_MAX_LENGTH = 500
/** The states that a project's owners decide on; quarantine is the operator's (PEP 792). */
export const OWN_STATUSES = ['active', 'archived', 'deprecated'] as const
export type OwnStatus = (typeof OWN_STATUSES)[number]

/** Why a project is in a state: everybody reads it. */
export const StatusReason = line(STATUS_REASON_MAX_LENGTH)

/** A deprecated project says why, or what to use in its place; others have neither or a reason. */
export const StatusChange = z
  .strictObject({
    status: z.enum(OWN_STATUSES),
    reason: z._default(optionalLine(STATUS_REASON_MAX_LENGTH), ''),
    /** A project to use in place of a deprecated one, in any spelling; empty for none. */
    replacement: z._default(optionalLine(200), ''),
  })
  .check((context) => {
    const { status, reason, replacement } = context.value
    const refuse = (field: 'reason' | 'replacement', code: string, message: string) =>
      context.issues.push({
        code: 'custom',
        params: { code },
        message,
        input: context.value[field],
        path: [field],
      })
    if (status === 'active' && reason !== '') {
      refuse('reason', 'not_here', 'an active project gives no reason')
    }
    if (status !== 'deprecated' && replacement !== '') {
      refuse('replacement', 'not_here', 'only a deprecated project has a replacement')
    } else if (replacement !== '' && !isValidName(replacement)) {
      refuse('replacement', 'project_name_shape', 'is no name that a project may have')
    }
    if (status === 'deprecated' && reason === '' && replacement === '') {
      refuse('reason', 'required', 'say why, or name a replacement')
    }
  })

export const setProjectStatus = endpoint({
  id: 'setProjectStatus',
  method: 'PUT',
  path: '/api/v1/projects/{project}/status',
  tag: 'Projects',
  summary: 'Archive a project (it takes no uploads), deprecate it, or take that back (PEP 792)',
  auth: 'session',
  token: 'manage',
  params: projectParams,
  body: StatusChange,
  response: z.object({
    status: z.enum(PROJECT_STATUSES),
    statusReason: z.nullable(z.string()),
    replacement: z.nullable(Replacement),
  }),
  problems: ['not_found', 'forbidden'],
})

/** What becomes of an owner who hands a project over. */
export const TRANSFER_ENDINGS = ['maintainer', 'leave'] as const
export type TransferEnding = (typeof TRANSFER_ENDINGS)[number]

export const Transfer = z.strictObject({
  /** Who becomes an owner: somebody with a role in the project, their address verified. */
  username: line(USERNAME_MAX_LENGTH),
  /** What the caller becomes. */
  ending: z._default(z.enum(TRANSFER_ENDINGS), 'maintainer'),
  /** The name of the project in any spelling, as a confirmation. */
  confirm: line(200),
})

export const transferProject = endpoint({
  id: 'transferProject',
  method: 'POST',
  path: '/api/v1/projects/{project}/transfer',
  tag: 'Projects',
  summary: 'Hand a project over to one of its people, who becomes an owner in your place',
  auth: 'session',
  token: 'manage',
  fresh: true,
  params: projectParams,
  body: Transfer,
  problems: ['not_found', 'forbidden', 'confirmation_mismatch'],
})

/** What a project's people should know of it at a glance. Sizes are bytes. */
export const ProjectOverview = z
  .object({
    /** The release that a visitor sees first. */
    latest: z.nullable(
      z.object({
        version: z.string(),
        publishedAt: z.iso.datetime(),
        hasDescription: z.boolean(),
        hasSummary: z.boolean(),
        hasLicense: z.boolean(),
        hasLinks: z.boolean(),
      }),
    ),
    owners: z.number(),
    /** People of the project without a second factor; null for whoever is no owner. */
    withoutSecondFactor: z.nullable(z.number()),
    /** Their API tokens that may change the project and have no end; null for whoever is no owner. */
    endlessTokens: z.nullable(z.number()),
    size: z.number(),
    maxSize: z.number(),
    maxFileSize: z.number(),
    releases: z.number(),
    files: z.number(),
    /** Whether description and links of the latest release may be changed without a new one. */
    refreshesDescriptions: z.boolean(),
  })
  .register(z.globalRegistry, { id: 'ProjectOverview' })
export type ProjectOverview = z.output<typeof ProjectOverview>

export const getProjectOverview = endpoint({
  id: 'getProjectOverview',
  method: 'GET',
  path: '/api/v1/projects/{project}/overview',
  tag: 'Projects',
  summary: 'What is missing in a project, and how much of its limits is used; for its people',
  auth: 'session',
  token: 'manage',
  params: projectParams,
  response: ProjectOverview,
  problems: ['not_found', 'forbidden'],
})
