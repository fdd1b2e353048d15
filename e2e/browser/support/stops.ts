import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { titleOf } from './title-of.ts'

/** A folder in which each stop of a journey leaves a picture, to be looked at. */
const pictures = process.env['WHEELHOUSE_TEST_PICTURES']
let taken = 0

/** A stop on the way: the focus is where somebody goes on reading, and axe finds nothing. */
export async function stopAt(focused: Locator): Promise<void> {
  await expect(focused).toBeFocused()
  const page = focused.page()
  await expectAccessible(page)
  if (pictures === undefined || pictures === '') return
  taken += 1
  const title = (await titleOf(page).textContent()) ?? ''
  const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${taken}-${name}.png`), fullPage: true })
}

/** A screen that was gone to; one that the browser loaded anew has the focus at its beginning. */
export async function arrive(
  page: Page,
  title: string,
  options: { loaded?: true } = {},
): Promise<void> {
  await expect(titleOf(page)).toHaveText(title)
  await stopAt(options.loaded === true ? page.locator('body') : titleOf(page))
}
