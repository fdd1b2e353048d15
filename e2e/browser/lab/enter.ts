import type { Browser, Page } from '@playwright/test'
import { signIn } from '../support/accounts.ts'
import { waitForApp } from '../support/wait-for-app.ts'
import type { LabIndex } from './make-index.ts'
import { slowDown, watchFigures } from './watch-page.ts'

/** A new browser with an empty cache, on a slow telephone, signed in or not. */
export async function enter(
  browser: Browser,
  { server, person }: LabIndex,
  { signedIn }: { signedIn: boolean },
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 412, height: 823 },
    locale: 'en-GB',
  })
  waitForApp(context)
  // Pictures in a README are on other hosts.
  await context.route(/^https:/, (route) => route.abort())
  await watchFigures(context)
  if (signedIn) await signIn(context, server, person)
  const page = await context.newPage()
  await slowDown(page)
  return page
}

/** Milliseconds that something took. */
export async function timed(act: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await act()
  return performance.now() - start
}
