import type { Context } from './context.ts'
import type { MockDb } from './db.ts'
import { hasSecondFactor } from './factors.ts'
import { randomSecret } from './secrets.ts'

/** Whether the account signed in from this browser before. */
export function isKnownBrowser({ db, browser }: Context, accountId: string): boolean {
  return db.knownBrowsers.some((row) => row.accountId === accountId && row.browser === browser)
}

/** What this browser is known by, made where it has none yet. */
export function browserOf(context: Context): string {
  const browser = context.browser ?? randomSecret()
  context.nameBrowser(browser)
  return browser
}

/** Knows this browser from now on; for accounts with a second factor only, as in the API. */
export function knowBrowser(context: Context, accountId: string): void {
  const { db } = context
  if (!hasSecondFactor(db, accountId) || isKnownBrowser(context, accountId)) return
  db.knownBrowsers.push({ accountId, browser: browserOf(context) })
}

export function forgetBrowsers(db: MockDb, accountId: string): void {
  db.knownBrowsers = db.knownBrowsers.filter((row) => row.accountId !== accountId)
}
