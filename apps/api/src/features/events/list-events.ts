import type { listEvents as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { kindsOf } from './event-groups.ts'
import { pageEvents } from './page-events.ts'
import { presentEvent } from './present-event.ts'

/** A page of the person's own history. */
export const listEvents: UseCase<typeof endpoint> = async ({ query }, context) => {
  const { deps, caller, origin } = context
  const { limit, cursor, group, ...days } = query
  const filter = { kinds: group && kindsOf(group), ...days }
  const subject = { userId: caller.user.id }
  const { events, nextCursor } = await pageEvents(deps.db, subject, filter, { limit, cursor })
  const here = deps.secrets.hashAddress(origin.address)
  return { items: events.map((event) => presentEvent(event, here)), nextCursor }
}
