import { createHash, randomBytes } from 'node:crypto'
import type { Context } from '../../http/bind.ts'
import type { Db, Tx } from '../../infra/db/database.ts'

/** As long as browsers keep a cookie at the most (RFC 6265bis, section 5.5). */
const DAYS = 400
const SECONDS = DAYS * 24 * 60 * 60

export type BrowserContext = Pick<Context, 'deps' | 'browser' | 'setBrowser'>

/** What the database keeps of a browser: 256 random bits need no slow hash. */
function hashBrowser(userId: string, browser: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(`${userId}:${browser}`).digest())
}

/** A browser as a signed token may carry it: nobody reads the cookie's value out of it. */
export const browserMark = (userId: string, browser: string): string =>
  Buffer.from(hashBrowser(userId, browser)).toString('base64url')

/** Whether the account signed in from this browser before. Looks only. */
export async function isKnownBrowser(
  db: Db,
  { browser, deps }: BrowserContext,
  userId: string,
): Promise<boolean> {
  if (browser === undefined) return false
  const row = await db.knownBrowser.findUnique({
    where: { userId_browserHash: { userId, browserHash: hashBrowser(userId, browser) } },
  })
  return row !== null && row.seenAt > oldestOf(deps.clock.now())
}

/** The value of this browser's cookie, which is given another life, or a first one. */
export function nameBrowser({ browser, setBrowser }: BrowserContext): string {
  const value = browser ?? randomBytes(32).toString('base64url')
  setBrowser({ value, maxAge: SECONDS })
  return value
}

/**
 * Knows this browser from now on. Nothing is kept of accounts that have no second factor: theirs are
 * asked for no code, and adding a factor forgets every browser but the one that does it.
 */
export async function knowBrowser(
  tx: Tx,
  context: BrowserContext,
  user: { id: string; hasSecondFactor: boolean },
): Promise<void> {
  if (!user.hasSecondFactor) return
  const userId = user.id
  const seenAt = context.deps.clock.now()
  const browserHash = hashBrowser(userId, nameBrowser(context))
  await tx.knownBrowser.deleteMany({ where: { userId, seenAt: { lte: oldestOf(seenAt) } } })
  await tx.knownBrowser.upsert({
    where: { userId_browserHash: { userId, browserHash } },
    create: { userId, browserHash, seenAt },
    update: { seenAt },
  })
}

/** Forgets every browser: with a new password or other factors, whoever was there begins anew. */
export async function forgetBrowsers(tx: Tx, userId: string): Promise<void> {
  await tx.knownBrowser.deleteMany({ where: { userId } })
}

const oldestOf = (now: Date) => new Date(now.getTime() - SECONDS * 1000)
