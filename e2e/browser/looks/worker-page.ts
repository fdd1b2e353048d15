import { test as base, type BrowserContext } from '@playwright/test'
import { LOOKS_URL } from './places.ts'

const NOW = '2026-11-20T12:00:00Z'

/**
 * A page of its own for each test, in one browser context for all tests of a worker: the app's files and the
 * mock's service worker are there from the first one on. What the mock keeps is forgotten before each.
 */
export const test = base.extend<object, { shared: BrowserContext }>({
  shared: [
    async ({ browser }, use) => {
      const context = await browser.newContext({
        baseURL: LOOKS_URL,
        locale: 'en-GB',
        timezoneId: 'UTC',
        reducedMotion: 'reduce',
      })
      context.setDefaultTimeout(30_000)
      await context.clock.setFixedTime(NOW)
      await use(context)
      await context.close()
    },
    { scope: 'worker' },
  ],
  page: async ({ shared }, use) => {
    const page = await shared.newPage()
    // Of the app's origin, and not the app: nothing writes meanwhile.
    await page.goto('/favicon.svg')
    await page.evaluate(() => localStorage.clear())
    await use(page)
    await page.close()
  },
})
