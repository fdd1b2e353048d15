import { http, HttpResponse, type HttpHandler } from 'msw'
import {
  listProjectEvents,
  PROJECT_EVENT_EXPORTS,
  projectEventGroup,
  ProblemError,
  routePattern,
  type AccountEvent,
  type ProjectEventGroup,
} from '@wheelhouse/shared-types'
import { answerProblems, bind, type Operation } from '../bind.ts'
import { createContext, type Context, type ContextOptions } from '../context.ts'
import { requireRole } from '../roles.ts'

type Filter = {
  group?: ProjectEventGroup | undefined
  since?: string | undefined
  until?: string | undefined
}

export const projectEventOperations: readonly Operation[] = [
  bind(listProjectEvents, ({ params, query }, context) => {
    const { limit, cursor, ...filter } = query
    const events = eventsOf(context, params.project, filter)
    const start = cursor === undefined ? 0 : events.findIndex(({ id }) => id === cursor) + 1
    if (cursor !== undefined && start === 0) {
      throw new ProblemError('malformed_request', 'The cursor is not one that this list gave')
    }
    const items = events.slice(start, start + limit)
    const more = events.length > start + limit
    return { items, nextCursor: more ? (items.at(-1)?.id ?? null) : null }
  }),
]

/** The history of a project as a file. */
export function projectExportHandlers(options: ContextOptions): HttpHandler[] {
  return (['csv', 'json'] as const).map((format) =>
    http.get(`*${routePattern(PROJECT_EVENT_EXPORTS[format])}`, ({ request, params }) =>
      answerProblems(async () => {
        const { context } = createContext(request, options)
        const { searchParams } = new URL(request.url)
        const filter = Object.fromEntries(searchParams) as Filter
        const events = eventsOf(context, String(params.project), filter)
        const rows = events.map(({ at, kind, actor }) => `"${at}","${kind}","${actor}"`)
        const csv = ['"time","kind","actor"', ...rows, ''].join('\r\n')
        return new HttpResponse(format === 'csv' ? csv : JSON.stringify(events), {
          headers: {
            'content-type': `${format === 'csv' ? 'text/csv' : 'application/json'}; charset=utf-8`,
            'content-disposition': `attachment; filename="history.${format}"`,
          },
        })
      }),
    ),
  )
}

/** Newest first. */
function eventsOf(context: Context, name: string, { group, since, until }: Filter): AccountEvent[] {
  const reading = { reads: true }
  const project = requireRole(context, name, ['owner', 'maintainer'], 'manage', reading)
  return context.db.projectEvents
    .filter(
      ({ project: of, kind, at }) =>
        of === project.normalizedName &&
        (group === undefined || projectEventGroup(kind) === group) &&
        (since === undefined || at.slice(0, 10) >= since) &&
        (until === undefined || at.slice(0, 10) <= until),
    )
    .map(({ project: _, ...event }) => ({ ...event, device: null, sameNetwork: null }))
    .toReversed()
}
