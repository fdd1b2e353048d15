import type { BrowserContextOptions, Page } from '@playwright/test'
import type { THEMES } from './axe.ts'
import type { RunningIndex } from './start-server.ts'

/** CSS pixels: a phone and a desk. */
export const WIDTHS = [360, 1280] as const

export type Look = { theme: (typeof THEMES)[number]; width: (typeof WIDTHS)[number] }

/** What a browser is opened with to take pictures: nothing in them moves. */
export const lookOptions = (
  { url }: RunningIndex,
  { theme, width }: Look,
): BrowserContextOptions => ({
  baseURL: url,
  colorScheme: theme,
  reducedMotion: 'reduce',
  viewport: { width, height: 800 },
  locale: 'en-GB',
})

/** CSS pixels that a page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
