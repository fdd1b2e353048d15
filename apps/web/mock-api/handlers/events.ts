import { http, HttpResponse, type HttpHandler } from 'msw'
import {
  describeDevice,
  EVENT_EXPORT_PATH,
  listEvents,
  ProblemError,
  type AccountEvent,
  type EventGroup,
} from '@wheelhouse/shared-types'
import { answerProblems, bind, type Operation } from '../bind.ts'
import { createContext, signedIn, type Context, type ContextOptions } from '../context.ts'
import type { EventRow } from '../events.ts'

type Filter = {
  group?: EventGroup | undefined
  since?: string | undefined
  until?: string | undefined
}

export const eventOperations: readonly Operation[] = [
  bind(listEvents, ({ query }, context) => {
    const { limit, cursor, ...filter } = query
    const events = ownEvents(context, filter)
    const start = cursor === undefined ? 0 : events.findIndex(({ id }) => id === cursor) + 1
    if (cursor !== undefined && start === 0) {
      throw new ProblemError('malformed_request', 'The cursor is not one that this list gave')
    }
    const page = events.slice(start, start + limit)
    const more = events.length > start + limit
    return { items: page.map(present), nextCursor: more ? (page.at(-1)?.id ?? null) : null }
  }),
]

/** The history as a file. */
export function eventExportHandler(options: ContextOptions): HttpHandler {
  return http.get(`*${EVENT_EXPORT_PATH}`, ({ request }) =>
    answerProblems(async () => {
      const { context } = createContext(request, options)
      const lines = ownEvents(context, {}).map(
        ({ at, kind, actor }) => `"${at}","${kind}","${actor}"`,
      )
      return new HttpResponse(['"time","kind","actor"', ...lines, ''].join('\r\n'), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="security-history.csv"',
        },
      })
    }),
  )
}

/** Newest first. */
function ownEvents(context: Context, { group, since, until }: Filter): EventRow[] {
  const account = signedIn(context)
  return context.db.events
    .filter(
      ({ accountId, kind, at }) =>
        accountId === account.id &&
        (group === undefined || groupOf(kind) === group) &&
        (since === undefined || at.slice(0, 10) >= since) &&
        (until === undefined || at.slice(0, 10) <= until),
    )
    .toReversed()
}

function groupOf(kind: string): EventGroup {
  if (/^(?:signed|session)/.test(kind)) return 'sign-in'
  if (/^(?:authenticator|passkey|recovery)/.test(kind)) return 'second-factor'
  const [first] = kind.split('-')
  if (first === 'project' || first === 'role') return 'project'
  return first === 'password' || first === 'email' || first === 'token' ? first : 'account'
}

const present = (row: EventRow): AccountEvent => ({
  ...row,
  device: describeDevice(row.userAgent),
  sameNetwork: true,
})
