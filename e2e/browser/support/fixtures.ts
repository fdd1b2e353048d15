import { expect, test as base, type BrowserContext } from '@playwright/test'
import { createAccount, signIn, type Person } from './accounts.ts'
import { startServer, type RunningIndex } from './start-server.ts'
import { waitForApp } from './wait-for-app.ts'
import { watchFaults } from './watch-faults.ts'
import { watchForeign } from './watch-foreign.ts'

type Fixtures = {
  /** What the pages complained of so far. A test that provokes complaints takes them out. */
  faults: string[]
  /** Requests of the pages to other hosts; none of them gets there. */
  foreign: string[]
  /** Somebody with a verified account, signed in on `page`. */
  person: Person
  /** Another browser, as of another device; watched as the first one is. */
  anotherBrowser: () => Promise<BrowserContext>
}

/**
 * A test has an index (one for each worker), a page, and fails in the end if any page wrote an
 * error to the console, threw, or violated the security policy.
 */
export const test = base.extend<Fixtures, { server: RunningIndex }>({
  server: [
    // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads the names from it
    async ({}, use) => {
      const server = await startServer()
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 150_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  // oxlint-disable-next-line eslint/no-empty-pattern -- as above
  faults: async ({}, use) => {
    const faults: string[] = []
    await use(faults)
    expect(faults, 'what the pages complained of').toEqual([])
  },
  // oxlint-disable-next-line eslint/no-empty-pattern -- as above
  foreign: async ({}, use) => use([]),
  context: async ({ context, faults, foreign }, use) => {
    waitForApp(context)
    await watchFaults(context, faults)
    await watchForeign(context, foreign)
    await use(context)
  },
  person: async ({ context, server }, use) => {
    const person = await createAccount(server)
    await signIn(context, server, person)
    await use(person)
  },
  anotherBrowser: async ({ browser, faults, foreign, server }, use) => {
    const contexts: BrowserContext[] = []
    await use(async () => {
      const context = await browser.newContext({ baseURL: server.url })
      contexts.push(context)
      waitForApp(context)
      await watchFaults(context, faults)
      await watchForeign(context, foreign)
      return context
    })
    for (const context of contexts) await context.close()
  },
})

export { expect }
