import type { Event, Prisma } from '@wheelhouse/database'
import type { Db } from '../../infra/db/database.ts'
import type { EventKind } from './record-event.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Whose history: an account's own, or a project's. */
export type EventSubject = { readonly userId: string } | { readonly projectId: string }

export type EventFilter = {
  /** All when left out. */
  kinds?: readonly EventKind[] | undefined
  /** Days of UTC, `2026-01-31`; both are included. */
  since?: string | undefined
  until?: string | undefined
}
/** The place behind an event in a list that is sorted by time, newest first. */
export type EventPlace = { createdAt: Date; id: string }

/** At most `limit` events of a history, newest first, those behind `after`. */
export function findEvents(
  db: Db,
  subject: EventSubject,
  filter: EventFilter,
  page: { limit: number; after: EventPlace | undefined },
): Promise<Event[]> {
  const { kinds, since, until } = filter
  const and: Prisma.EventWhereInput[] = [subject]
  if (kinds !== undefined) and.push({ kind: { in: [...kinds] } })
  if (since !== undefined) and.push({ createdAt: { gte: new Date(since) } })
  if (until !== undefined) {
    and.push({ createdAt: { lt: new Date(Date.parse(until) + DAY_MS) } })
  }
  if (page.after !== undefined) {
    const { createdAt, id } = page.after
    and.push({ createdAt: { lte: createdAt } })
    and.push({ OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }] })
  }
  return db.event.findMany({
    where: { AND: and },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: page.limit,
  })
}
