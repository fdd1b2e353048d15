import { ProblemError, type listEvents as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { findEvents, type EventPlace } from './events.queries.ts'
import { presentEvent } from './present-event.ts'

/** A page of the person's own history; the cursor is the place behind its last event. */
export const listEvents: UseCase<typeof endpoint> = async ({ query }, context) => {
  const { deps, caller, origin } = context
  const { limit, cursor, ...filter } = query
  const after = readCursor(cursor)
  const found = await findEvents(deps.db, caller.user.id, filter, { limit: limit + 1, after })
  const events = found.slice(0, limit)
  const last = events.at(-1)
  const here = deps.secrets.hashAddress(origin.address)
  return {
    items: events.map((event) => presentEvent(event, here)),
    nextCursor: found.length > limit && last !== undefined ? writeCursor(last) : null,
  }
}

const writeCursor = ({ createdAt, id }: EventPlace): string =>
  Buffer.from(`${createdAt.getTime()} ${id}`).toString('base64url')

/** @throws ProblemError `malformed_request` for a cursor that is none of ours. */
function readCursor(cursor: string | undefined): EventPlace | undefined {
  if (cursor === undefined) return undefined
  const text = Buffer.from(cursor, 'base64url').toString('latin1')
  const match = /^(\d{1,15}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text)
  if (match !== null) return { createdAt: new Date(Number(match[1])), id: match[2]! }
  throw new ProblemError('malformed_request', 'The cursor is not one that this list gave')
}
