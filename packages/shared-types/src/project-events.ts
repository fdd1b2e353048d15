import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { AccountEvent, eventFilter } from './events.ts'
import { pageOf, pageQuery } from './pagination.ts'
import { line } from './text.ts'

/** What the history of a project can be narrowed to. */
export const PROJECT_EVENT_GROUPS = [
  'release',
  'file',
  'people',
  'publishing',
  'webhook',
  'settings',
] as const
export type ProjectEventGroup = (typeof PROJECT_EVENT_GROUPS)[number]

/** What a kind of event belongs to in the history of a project, by what it begins with. */
export function projectEventGroup(kind: string): ProjectEventGroup {
  const [subject = ''] = kind.split('-')
  return SUBJECTS[subject] ?? 'settings'
}

const SUBJECTS: Readonly<Record<string, ProjectEventGroup>> = {
  release: 'release',
  file: 'file',
  attestation: 'file',
  role: 'people',
  member: 'people',
  invitation: 'people',
  publisher: 'publishing',
  publishing: 'publishing',
  trusted: 'publishing',
  webhook: 'webhook',
}

/** Which events of a project; the exports take the same. Days are those of UTC, both included. */
export const projectEventFilter = {
  ...eventFilter,
  group: z.optional(z.enum(PROJECT_EVENT_GROUPS)),
}

/** Where the history of a project is fetched as a file, with `projectEventFilter`. */
export const PROJECT_EVENT_EXPORTS = {
  csv: '/api/v1/projects/{project}/events.csv',
  json: '/api/v1/projects/{project}/events.json',
} as const

export const listProjectEvents = endpoint({
  id: 'listProjectEvents',
  method: 'GET',
  path: '/api/v1/projects/{project}/events',
  tag: 'Projects',
  summary: 'What was done in a project and by whom, newest first; for its people',
  auth: 'session',
  token: 'manage',
  params: z.strictObject({ project: line(200) }),
  query: z.strictObject({ ...projectEventFilter, ...pageQuery }),
  response: pageOf(AccountEvent),
  problems: ['malformed_request', 'not_found', 'forbidden'],
})
