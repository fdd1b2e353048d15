import type { Locator, Page } from '@playwright/test'

/** The heading of the screen. A README below it may have headings of the first level as well. */
export function titleOf(page: Page): Locator {
  return page.getByRole('heading', { level: 1 }).first()
}
