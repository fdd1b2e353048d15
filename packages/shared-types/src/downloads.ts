import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { line } from './text.ts'

/** Whole files that went out in the last 30 days (UTC), today included. */
export const ProjectDownloads = z
  .object({
    total: z.number(),
    /** One entry for each of the 30 days, oldest first. */
    days: z.array(z.object({ day: z.iso.date(), count: z.number() })),
    /** The most downloaded versions first, 100 at most; versions without downloads are left out. */
    versions: z.array(z.object({ version: z.string(), count: z.number() })),
    /** By kind of client, as its user agent says: `pip`, `uv`, `browser`, `other` … */
    installers: z.array(z.object({ installer: z.string(), count: z.number() })),
  })
  .register(z.globalRegistry, { id: 'ProjectDownloads' })
export type ProjectDownloads = z.output<typeof ProjectDownloads>

export const getProjectDownloads = endpoint({
  id: 'getProjectDownloads',
  readsIndex: true,
  method: 'GET',
  path: '/api/v1/projects/{project}/downloads',
  tag: 'Projects',
  summary: 'Downloads from a project in the last 30 days: by day, by version, by client',
  params: z.strictObject({ project: line(200) }),
  response: ProjectDownloads,
  problems: ['not_found'],
})
