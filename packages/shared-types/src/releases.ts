import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { DistributionFile } from './files.ts'
import { line, optionalLine } from './text.ts'

export const YANK_REASON_MAX_LENGTH = 500
/** Releases that one call yanks. */
export const MOST_YANKED_AT_ONCE = 100
/** In the place of a version where one is read: the release that the project's page shows. */
export const LATEST = 'latest'

const releaseParams = z.strictObject({ project: line(200), version: line(200) })

export const ReleaseSummary = z
  .object({
    version: z.string(),
    publishedAt: z.iso.datetime(),
    prerelease: z.boolean(),
    yanked: z.boolean(),
    yankedReason: z.nullable(z.string()),
    fileCount: z.number(),
  })
  .register(z.globalRegistry, { id: 'ReleaseSummary' })
export type ReleaseSummary = z.output<typeof ReleaseSummary>

export const README_KINDS = ['markdown', 'rst', 'plain'] as const

export const Release = z
  .object({
    project: z.string(),
    normalizedName: z.string(),
    version: z.string(),
    publishedAt: z.iso.datetime(),
    prerelease: z.boolean(),
    yanked: z.boolean(),
    yankedReason: z.nullable(z.string()),
    summary: z.string(),
    /** The README as safe HTML, or null where the release has none. */
    readme: z.nullable(z.object({ html: z.string(), kind: z.enum(README_KINDS) })),
    /** When description and links were changed after the release; null while they are its files'. */
    describedAt: z.nullable(z.iso.datetime()),
    requiresPython: z.nullable(z.string()),
    license: z.nullable(z.string()),
    licenseExpression: z.nullable(z.string()),
    author: z.nullable(z.string()),
    authorEmail: z.nullable(z.string()),
    maintainer: z.nullable(z.string()),
    maintainerEmail: z.nullable(z.string()),
    keywords: z.array(z.string()),
    classifiers: z.array(z.string()),
    requiresDist: z.array(z.string()),
    providesExtra: z.array(z.string()),
    projectUrls: z.array(z.object({ label: z.string(), url: z.string() })),
    files: z.array(DistributionFile),
  })
  .register(z.globalRegistry, { id: 'Release' })
export type Release = z.output<typeof Release>

export const getRelease = endpoint({
  id: 'getRelease',
  readsIndex: true,
  method: 'GET',
  path: '/api/v1/projects/{project}/releases/{version}',
  tag: 'Releases',
  summary: 'One release, or the `latest`, with its README, metadata and files',
  params: releaseParams,
  response: Release,
  problems: ['not_found'],
})

export const yankRelease = endpoint({
  id: 'yankRelease',
  method: 'PUT',
  path: '/api/v1/projects/{project}/releases/{version}/yank',
  tag: 'Releases',
  summary: 'Yank a release: installers pass over it unless it is pinned (PEP 592)',
  auth: 'session',
  token: 'yank',
  params: releaseParams,
  body: z.strictObject({ reason: z._default(optionalLine(YANK_REASON_MAX_LENGTH), '') }),
  response: ReleaseSummary,
  problems: ['not_found', 'forbidden'],
})

export const unyankRelease = endpoint({
  id: 'unyankRelease',
  method: 'DELETE',
  path: '/api/v1/projects/{project}/releases/{version}/yank',
  tag: 'Releases',
  summary: 'Take a yank back',
  auth: 'session',
  token: 'yank',
  params: releaseParams,
  response: ReleaseSummary,
  problems: ['not_found', 'forbidden'],
})

const projectParams = z.strictObject({ project: line(200) })
const versions = z.array(line(200)).check(z.minLength(1), z.maxLength(MOST_YANKED_AT_ONCE))
/** The releases as they are then, in the order of the versions. */
const Yanked = z.object({ items: z.array(ReleaseSummary) })

export const yankReleases = endpoint({
  id: 'yankReleases',
  method: 'POST',
  path: '/api/v1/projects/{project}/releases/yank',
  tag: 'Releases',
  summary: 'Yank several releases for one reason: all of them, or none',
  auth: 'session',
  token: 'yank',
  params: projectParams,
  body: z.strictObject({
    versions,
    reason: z._default(optionalLine(YANK_REASON_MAX_LENGTH), ''),
  }),
  response: Yanked,
  problems: ['not_found', 'forbidden'],
})

export const unyankReleases = endpoint({
  id: 'unyankReleases',
  method: 'POST',
  path: '/api/v1/projects/{project}/releases/unyank',
  tag: 'Releases',
  summary: 'Take the yanks of several releases back: all of them, or none',
  auth: 'session',
  token: 'yank',
  params: projectParams,
  body: z.strictObject({ versions }),
  response: Yanked,
  problems: ['not_found', 'forbidden'],
})
