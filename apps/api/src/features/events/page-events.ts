import { ProblemError } from '@wheelhouse/shared-types'
import type { Event } from '@wheelhouse/database'
import type { Db } from '../../infra/db/database.ts'
import {
  findEvents,
  type EventFilter,
  type EventPlace,
  type EventSubject,
} from './events.queries.ts'

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
  const after = readCursor(cursor)
  const found = await findEvents(db, subject, filter, { limit: limit + 1, after })
  const events = found.slice(0, limit)
  const last = events.at(-1)
  const more = found.length > limit && last !== undefined
  return { events, nextCursor: more ? writeCursor(last) : null }
}

const writeCursor = ({ createdAt, id }: EventPlace): string =>
  Buffer.from(`${createdAt.getTime()} ${id}`).toString('base64url')

function readCursor(cursor: string | undefined): EventPlace | undefined {
  if (cursor === undefined) return undefined
  const text = Buffer.from(cursor, 'base64url').toString('latin1')
  const match = /^(\d{1,15}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text)
  if (match !== null) return { createdAt: new Date(Number(match[1])), id: match[2]! }
  throw new ProblemError('malformed_request', 'The cursor is not one that this list gave')
}
