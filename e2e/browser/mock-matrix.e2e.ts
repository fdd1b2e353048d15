import { expect, test } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { overflowOf } from './support/looks.ts'
import { startMock } from './support/start-mock.ts'
import { titleOf } from './support/title-of.ts'

const NARROW = { width: 320, height: 640 }

/**
 * Screens by who looks at them; what the mock is told stands in the address. `quality.e2e.ts` has
 * every screen in its ordinary state: these are states that only the mock brings at once.
 */
const CELLS: Readonly<Record<string, readonly string[]>> = {
  visitor: [
    '/project/huge/releases',
    '/project/hostile-readme',
    '/project/sixty-dependencies/metadata',
    '/project/all-yanked',
    '/project/old-faithful',
  ],
  'visitor, when something fails': ['/search?q=fail-503', '/project/fail-500'],
  unverified: ['/account/upload', '/account/tokens/new'],
  publisher: [
    '/account/projects/shipped-by-builds/publishing',
    '/account/projects/only-by-builds/publishing?kind=oidc',
    '/account/publishing?kind=gitlab&name=gift',
  ],
  maintainer: [
    '/account/projects/forty-files/releases/1.0.0',
    '/account/projects/many-releases/settings',
    '/account/projects/under-review/settings',
  ],
  secured: ['/account/two-factor'],
  keyholder: ['/account/two-factor'],
  newcomer: ['/'],
  invited: ['/account/projects', '/account/invitations/00000000-0000-7000-8000-000000000501'],
  'owner, with people': ['/account/projects/tiny/people'],
  'owner, from right to left': ['/project/salaam?locale=ar-XB', '/gallery?locale=ar-XB'],
  'publisher, in pseudo-language': ['/account/projects/shipped-by-builds/publishing?locale=en-XA'],
  'owner, in pseudo-language': [
    '/account/emails?locale=en-XA',
    '/account/projects/many-releases/settings?locale=en-XA',
    '/account/projects/many-releases/history?locale=en-XA',
  ],
}

test.describe.configure({ timeout: 120_000 })

let mock: Awaited<ReturnType<typeof startMock>>
test.beforeAll(async () => {
  mock = await startMock()
})
test.afterAll(() => mock.stop())

for (const [who, addresses] of Object.entries(CELLS)) {
  const persona = who.split(',', 1)[0] ?? ''
  test(`${who}: nothing for axe in both themes, fits into 320 px`, async ({ page }) => {
    const thrown: string[] = []
    // Pictures in a README are on other hosts.
    await page.route(/^https:/, (route) => route.abort())
    page.on('pageerror', (error) => thrown.push(error.message))
    for (const address of addresses) {
      await test.step(address, async () => {
        const url = new URL(address, mock.url)
        url.searchParams.set('persona', persona)
        await page.goto(url.href)
        await expect(titleOf(page)).toBeVisible()
        // The gallery shows what is busy for ever.
        const busy = address.startsWith('/gallery') ? 'footer' : 'main'
        await expect(page.locator(`${busy} [aria-busy=true]`)).toHaveCount(0)
        await expectAccessible(page)
        const { width, height } = page.viewportSize() ?? NARROW
        await page.setViewportSize(NARROW)
        expect(await overflowOf(page), 'pixels beyond the window').toBeLessThanOrEqual(0)
        await page.setViewportSize({ width, height })
      })
    }
    expect(thrown).toEqual([])
  })
}

test('the gallery in forced colours, with wide text and without motion', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await page.goto(`${mock.url}/gallery?persona=visitor`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Component gallery')
  // The spacing that people may set by WCAG 2.2, 1.4.12.
  await page.addStyleTag({
    content:
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
  })
  await page.setViewportSize(NARROW)
  expect(await overflowOf(page), 'pixels beyond the window').toBeLessThanOrEqual(0)
  const moving = await page.evaluate(() => document.getAnimations().length)
  expect(moving).toBe(0)
})

test('the panel opens and closes by keyboard, and sets what its address says', async ({ page }) => {
  await page.goto(`${mock.url}/?persona=prolific&theme=dark`)
  await expect(page.getByRole('button', { name: /^Mock/ })).toBeVisible()
  await page.keyboard.press('Alt+Shift+KeyM')
  const panel = page.getByRole('dialog', { name: 'Mock API' })
  await expect(panel.getByRole('heading', { name: 'Mock API' })).toBeFocused()
  await expect(panel.getByLabel('Persona')).toHaveValue('prolific')
  await panel.getByLabel('Offline').check()
  await expect(panel.getByLabel('Address of all this')).toHaveValue(
    /persona=prolific&offline=1&theme=dark/,
  )
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^Mock · prolific · offline/ })).toBeFocused()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText(/could not be reached/).first()).toBeVisible()
})
