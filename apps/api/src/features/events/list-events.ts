import type { listEvents as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { readTimeCursor, writeTimeCursor } from '../../http/time-cursor.ts'
import { findEvents } from './events.queries.ts'
import { presentEvent } from './present-event.ts'

/** A page of the person's own history; the cursor is the place behind its last event. */
export const listEvents: UseCase<typeof endpoint> = async ({ query }, context) => {
  const { deps, caller, origin } = context
  const { limit, cursor, ...filter } = query
  const after = readTimeCursor(cursor)
  const found = await findEvents(deps.db, caller.user.id, filter, { limit: limit + 1, after })
  const events = found.slice(0, limit)
  const last = events.at(-1)
  const here = deps.secrets.hashAddress(origin.address)
  return {
    items: events.map((event) => presentEvent(event, here)),
    nextCursor: found.length > limit && last !== undefined ? writeTimeCursor(last) : null,
  }
}
