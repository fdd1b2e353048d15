import type { Deps } from '../../deps.ts'
import type { SessionCaller } from '../../http/caller.ts'
import { IDLE_MS } from './open-session.ts'
import { hashSid, readSession } from './session-token.ts'

/** How stale `last_seen_at` may be: a request writes only when it is staler. */
const TOUCH_MS = 60_000

/** The living session that a cookie stands for. The row is the truth: it is read on each request. */
export async function findSession(deps: Deps, cookie: string): Promise<SessionCaller | undefined> {
  const { db, config, secrets, clock } = deps
  const now = clock.now()
  const sid = await readSession(secrets.sessionKey, config.PUBLIC_URL, cookie, now)
  if (sid === undefined) return undefined
  const session = await db.session.findUnique({
    where: { sidHash: hashSid(sid) },
    include: { user: { include: { emails: { where: { isPrimary: true } } } } },
  })
  if (session === null || session.expiresAt <= now || session.user.status !== 'active') {
    return undefined
  }
  const idle = now.getTime() - session.lastSeenAt.getTime()
  if (!session.remember && idle > IDLE_MS) return undefined
  if (idle > TOUCH_MS) {
    await db.session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } })
  }
  const { user } = session
  return {
    kind: 'session',
    sessionId: session.id,
    confirmedAt: session.confirmedAt,
    user: {
      id: user.id,
      username: user.username,
      emailVerified: user.emails.some((email) => email.verifiedAt !== null),
      hasSecondFactor: user.hasSecondFactor,
    },
  }
}
