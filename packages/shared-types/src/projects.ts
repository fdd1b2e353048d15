import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { pageOf, pageQuery } from './pagination.ts'
import { ReleaseSummary } from './releases.ts'
import { line, optionalLine } from './text.ts'

/** PEP 792 project status markers. */
export const PROJECT_STATUSES = ['active', 'archived', 'deprecated', 'quarantined'] as const
export const PROJECT_ROLES = ['owner', 'maintainer'] as const
export type ProjectRole = (typeof PROJECT_ROLES)[number]

export const VISIBILITIES = ['public', 'private'] as const
/** Who may read a project: everybody, or those with a role in it. */
export type Visibility = (typeof VISIBILITIES)[number]

/** A project to use in place of a deprecated one. */
export const Replacement = z.object({
  /** Normalized. */
  name: z.string(),
  /** Whether everybody who sees the deprecated one finds it here. */
  exists: z.boolean(),
})

export const ProjectSummary = z
  .object({
    /** The author's spelling. */
    name: z.string(),
    /** PEP 503 form, the one in addresses. */
    normalizedName: z.string(),
    summary: z.string(),
    /** Null while the project has no release. */
    latestVersion: z.nullable(z.string()),
    updatedAt: z.iso.datetime(),
    status: z.enum(PROJECT_STATUSES),
  })
  .register(z.globalRegistry, { id: 'ProjectSummary' })
export type ProjectSummary = z.output<typeof ProjectSummary>

export const Project = z
  .object({
    name: z.string(),
    normalizedName: z.string(),
    status: z.enum(PROJECT_STATUSES),
    statusReason: z.nullable(z.string()),
    /** Only of a deprecated project. */
    replacement: z.nullable(Replacement),
    visibility: z.enum(VISIBILITIES),
    createdAt: z.iso.datetime(),
    /** The release a visitor sees first: unyanked before yanked, finals before pre-releases. */
    latestVersion: z.nullable(z.string()),
    /** Newest version first (PEP 440 order). */
    releases: z.array(ReleaseSummary),
    people: z.array(
      z.object({
        username: z.string(),
        role: z.enum(PROJECT_ROLES),
        /** The address that they show to others; null for none, and for whoever is not signed in. */
        email: z.nullable(z.string()),
      }),
    ),
  })
  .register(z.globalRegistry, { id: 'Project' })
export type Project = z.output<typeof Project>

export const OwnProject = z
  .object({
    name: z.string(),
    normalizedName: z.string(),
    summary: z.string(),
    latestVersion: z.nullable(z.string()),
    updatedAt: z.iso.datetime(),
    role: z.enum(PROJECT_ROLES),
    status: z.enum(PROJECT_STATUSES),
    releaseCount: z.number(),
  })
  .register(z.globalRegistry, { id: 'OwnProject' })
export type OwnProject = z.output<typeof OwnProject>

export const searchProjects = endpoint({
  id: 'searchProjects',
  readsIndex: true,
  method: 'GET',
  path: '/api/v1/projects',
  tag: 'Projects',
  summary:
    'Search by name: the exact name first, then names that begin with it, then the rest; archived projects by their exact name only',
  query: z.strictObject({ q: z._default(optionalLine(200), ''), ...pageQuery }),
  response: pageOf(ProjectSummary),
  problems: ['rate_limited'],
})

export const getProject = endpoint({
  id: 'getProject',
  readsIndex: true,
  method: 'GET',
  path: '/api/v1/projects/{project}',
  tag: 'Projects',
  summary: 'A project with its releases and people; any spelling of the name will do',
  params: z.strictObject({ project: line(200) }),
  response: Project,
  problems: ['not_found'],
})

export const setProjectVisibility = endpoint({
  id: 'setProjectVisibility',
  method: 'PUT',
  path: '/api/v1/projects/{project}/visibility',
  tag: 'Projects',
  summary: 'Make a project private (there for those with a role in it alone) or public again',
  auth: 'session',
  token: 'manage',
  params: z.strictObject({ project: line(200) }),
  body: z.strictObject({ visibility: z.enum(VISIBILITIES) }),
  response: z.object({ visibility: z.enum(VISIBILITIES) }),
  problems: ['not_found', 'forbidden'],
})

export const listOwnProjects = endpoint({
  id: 'listOwnProjects',
  method: 'GET',
  path: '/api/v1/account/projects',
  tag: 'Projects',
  summary: 'The projects in which the signed-in person has a role, by name',
  auth: 'session',
  response: z.object({ items: z.array(OwnProject) }),
})
