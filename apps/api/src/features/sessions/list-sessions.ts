import { describeDevice, type listSessions as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { livingSessions } from './sessions.queries.ts'

/** The sessions that would be let in now, the asking one first. */
export const listSessions: UseCase<typeof endpoint> = async (_input, { deps, caller }) => {
  const sessions = await deps.db.session.findMany({
    where: livingSessions(caller.user.id, deps.clock.now()),
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
  })
  const items = sessions.map((session) => ({
    id: session.id,
    device: describeDevice(session.userAgent),
    current: session.id === caller.sessionId,
    remember: session.remember,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  }))
  return { items: items.toSorted((a, b) => Number(b.current) - Number(a.current)) }
}
