import type { BrowserContext, Page } from '@playwright/test'

/** What takes no press and no text in a screen that the server drew: gone once the app has its place. */
const DRAWN = 'header button[inert]'

/**
 * Has pages of a context come back from `goto` and `reload` when the app is there: before, nothing
 * takes what a test presses or types. (People wait for that moment, too; they do not press in it.)
 */
export function waitForApp(context: BrowserContext): void {
  context.on('page', (page: Page) => {
    const ready = () => page.locator(DRAWN).first().waitFor({ state: 'detached' })
    const goto = page.goto.bind(page)
    page.goto = async (...args) => {
      const response = await goto(...args)
      await ready()
      return response
    }
    const reload = page.reload.bind(page)
    page.reload = async (...args) => {
      const response = await reload(...args)
      await ready()
      return response
    }
  })
}
