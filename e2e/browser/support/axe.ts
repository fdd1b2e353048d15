import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const THEMES = ['light', 'dark'] as const

/** Fails for everything that axe finds in the page as it is: all in light, the colours in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const axe = new AxeBuilder({ page })
      // In one piece, without what passed: our pages have no frames of others, and carrying every
      // element over, rule by rule, takes three times as long (a list of 300: a minute in CI).
      .setLegacyMode()
      .options({ resultTypes: ['violations'] })
    if (colorScheme === 'dark') axe.withRules(['color-contrast'])
    const { violations } = await axe.analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
    )
    expect(found, `what axe found in the ${colorScheme} theme`).toEqual([])
  }
}
