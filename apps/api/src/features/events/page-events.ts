import type { Event } from '@wheelhouse/database'
import { readTimeCursor, writeTimeCursor } from '../../http/time-cursor.ts'
import type { Db } from '../../infra/db/database.ts'
import { findEvents, type EventFilter, type EventSubject } from './events.queries.ts'

/**
 * A page of a history; the cursor is the place behind its last event.
 * @throws ProblemError `malformed_request` for a cursor that is none of ours.
 */
export async function pageEvents(
  db: Db,
  subject: EventSubject,
  filter: EventFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ events: Event[]; nextCursor: string | null }> {
  const after = readTimeCursor(cursor)
  const found = await findEvents(db, subject, filter, { limit: limit + 1, after })
  const events = found.slice(0, limit)
  const last = events.at(-1)
  const more = found.length > limit && last !== undefined
  return { events, nextCursor: more ? writeTimeCursor(last) : null }
}
