import type { Context } from '../../http/bind.ts'
import type { Tx } from '../../infra/db/database.ts'
import { makeSid, signSession } from './session-token.ts'

const HOUR_MS = 60 * 60 * 1000
/** No session outlives this, however much it is used. */
export const SESSION_LIFETIME_MS = 30 * 24 * HOUR_MS
export const IDLE_MS = 12 * HOUR_MS

/** Writes a new session; the cookie's value is for `Context.setSession` after the commit. */
export async function openSession(
  tx: Tx,
  { deps, origin }: Pick<Context, 'deps' | 'origin'>,
  userId: string,
  remember: boolean,
): Promise<{ value: string; maxAge: number }> {
  const { config, secrets, clock } = deps
  const now = clock.now()
  const expiresAt = new Date(now.getTime() + SESSION_LIFETIME_MS)
  const { sid, sidHash } = makeSid()
  await tx.session.create({
    data: {
      userId,
      sidHash,
      remember,
      userAgent: origin.userAgent,
      createdAt: now,
      lastSeenAt: now,
      confirmedAt: now,
      expiresAt,
    },
  })
  const value = await signSession(secrets.sessionKey, config.PUBLIC_URL, sid, now, expiresAt)
  return { value, maxAge: SESSION_LIFETIME_MS / 1000 }
}
