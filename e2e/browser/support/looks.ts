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

/** A window of 1280 by 1024 pixels at a zoom of 400 % (WCAG 2.2, 1.4.10), which is a telephone's width too. */
export const NARROW = { width: 320, height: 256 }

/** The spacing of text that people may set (WCAG 2.2, 1.4.12). */
export const WIDE_TEXT =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }'

/** The texts that are cut off by the box that they stand in. */
export const clippedIn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('#root *')].flatMap((box) => {
      const text = box.textContent.trim()
      const { overflowX, overflowY, clipPath, clip } = getComputedStyle(box)
      const cuts = (overflow: string) => overflow === 'hidden' || overflow === 'clip'
      // What only those who listen are told is clipped by intent.
      if (text === '' || clipPath !== 'none' || clip !== 'auto') return []
      const wide = cuts(overflowX) && box.scrollWidth > box.clientWidth + 1
      const high = cuts(overflowY) && box.scrollHeight > box.clientHeight + 1
      return wide || high ? [`${box.tagName} ${box.className}: ${text.slice(0, 60)}`] : []
    }),
  )

/** CSS pixels that a page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
