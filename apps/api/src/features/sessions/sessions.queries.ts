import type { Prisma } from '@wheelhouse/database'
import { IDLE_MS } from './open-session.ts'

/** The sessions of a user that are neither over nor idle for too long. */
export function livingSessions(userId: string, now: Date): Prisma.SessionWhereInput {
  const idleSince = new Date(now.getTime() - IDLE_MS)
  return {
    userId,
    expiresAt: { gt: now },
    OR: [{ remember: true }, { lastSeenAt: { gte: idleSince } }],
  }
}
