import { expect, type Page } from '@playwright/test'
import { THEMES } from '../support/axe.ts'
import { open, SCREENS, type LookedAt } from './screens.ts'
import { test } from './worker-page.ts'

/** CSS pixels: the narrowest that is supported, a tablet, a desk. */
const WIDTHS = [320, 768, 1280]
/** From left to right, and in pseudo-language from right to left. */
const LANGUAGES = ['en', 'ar-XB']
const HEIGHT = 900
/** CSS pixels after which a picture ends: what is below looks like what is above. */
const LONGEST = 2400

for (const [persona, screens] of Object.entries(SCREENS)) {
  for (const language of LANGUAGES) {
    for (const screen of screens) {
      test(`${screen.name} in ${language}`, async ({ page }) => {
        await page.setViewportSize({ width: WIDTHS[0]!, height: HEIGHT })
        await open(page, { ...screen, path: addressOf(screen, persona, language) })
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: HEIGHT })
          for (const colorScheme of THEMES) {
            await page.emulateMedia({ colorScheme })
            await settle(page)
            await look(page, screen, `${language}-${width}-${colorScheme}`)
          }
        }
      })
    }
  }
}

/** Until what was changed is drawn. */
const settle = (page: Page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve))
      }),
  )

function addressOf({ path }: LookedAt, persona: string, language: string): string {
  const [pathname, query = ''] = path.split('?')
  const search = new URLSearchParams(query)
  search.set('persona', persona)
  search.set('locale', language)
  return `${pathname}?${search}`
}

/** One screen goes on after another one that differs: the report has all that do. */
async function look(
  page: Page,
  { name, parts, window = false }: LookedAt,
  how: string,
): Promise<void> {
  if (parts !== undefined) {
    for (const [index, part] of (await parts(page).all()).entries()) {
      await expect.soft(part).toHaveScreenshot(`${name}-${index + 1}-${how}.png`)
    }
    return
  }
  if (window) {
    await expect.soft(page).toHaveScreenshot(`${name}-${how}.png`)
    return
  }
  const { width, height } = await page.evaluate(() => ({
    width: document.documentElement.clientWidth,
    height: document.documentElement.scrollHeight,
  }))
  await expect.soft(page).toHaveScreenshot(`${name}-${how}.png`, {
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, LONGEST) },
  })
}
