import { expect, test } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { lackingLines, stopsWithoutRing } from './support/forced-colors.ts'
import { clippedIn, NARROW, overflowOf, WIDE_TEXT } from './support/looks.ts'

import { type RunningMock, startMock } from './support/start-mock.ts'
import { titleOf } from './support/title-of.ts'

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
  prolific: ['/account/projects'],
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

/** Screens of which `aria/` keeps what assistive technology is told: names, roles and order. */
const TOLD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  visitor: {
    home: '/',
    search: '/search?q=tiny',
    'sign-in': '/sign-in',
    register: '/register',
  },
  owner: {
    profile: '/account',
    releases: '/account/projects/old-faithful',
    'new-token': '/account/tokens/new',
  },
  secured: { 'two-factor': '/account/two-factor' },
}
/** Screens with every kind of control, of choices and of remarks between them. */
const FORCED = [
  ['visitor', '/gallery'],
  ['visitor', '/register'],
  ['visitor', '/project/huge/releases'],
  ['visitor', '/project/all-yanked'],
  ['owner', '/account/projects/many-releases'],
  ['owner', '/account/tokens/where?in=github'],
  ['owner', '/account/tokens/new'],
  ['secured', '/account/two-factor'],
] as const
const NOW = '2026-11-20T12:00:00Z'

test.describe.configure({ timeout: 120_000 })

let mock: RunningMock
test.beforeAll(async () => {
  mock = await startMock()
})
test.afterAll(() => mock.stop())

function addressOf(path: string, persona: string): string {
  const url = new URL(path, mock.url)
  url.searchParams.set('persona', persona)
  return url.href
}

for (const [who, addresses] of Object.entries(CELLS)) {
  const persona = who.split(',', 1)[0] ?? ''
  test(`${who}: nothing for axe in both themes, fits into 320 px`, async ({ page }) => {
    const thrown: string[] = []
    // Pictures in a README are on other hosts.
    await page.route(/^https:/, (route) => route.abort())
    page.on('pageerror', (error) => thrown.push(error.message))
    for (const address of addresses) {
      await test.step(address, async () => {
        await page.goto(addressOf(address, persona))
        await expect(titleOf(page)).toBeVisible()
        // The gallery shows what is busy for ever.
        const busy = address.startsWith('/gallery') ? 'footer' : 'main'
        await expect(page.locator(`${busy} [aria-busy=true]`)).toHaveCount(0)
        await expectAccessible(page)
        const { width, height } = page.viewportSize() ?? NARROW
        await page.setViewportSize(NARROW)
        expect(await overflowOf(page), 'pixels beyond the window').toBeLessThanOrEqual(0)
        await page.addStyleTag({ content: WIDE_TEXT })
        expect(await overflowOf(page), 'with wide text').toBeLessThanOrEqual(0)
        expect(await clippedIn(page), 'what wide text is cut off in').toEqual([])
        await page.setViewportSize({ width, height })
      })
    }
    expect(thrown).toEqual([])
  })
}

for (const [persona, screens] of Object.entries(TOLD)) {
  // axe takes a wrong name for as good as the right one; a change that is meant: `--update-snapshots`.
  test(`${persona}: what is told of the main screens`, async ({ page }) => {
    await page.clock.setFixedTime(NOW)
    for (const [name, address] of Object.entries(screens)) {
      await page.goto(addressOf(address, persona))
      await expect(titleOf(page)).toBeVisible()
      await expect(page.locator('main [aria-busy=true]')).toHaveCount(0)
      await expect(page.getByRole('main')).toMatchAriaSnapshot({ name: `${name}.aria.yml` })
    }
  })
}

test('the gallery in forced colours, with wide text and without motion', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await page.goto(`${mock.url}/gallery?persona=visitor`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Component gallery')
  await page.addStyleTag({ content: WIDE_TEXT })
  await page.setViewportSize(NARROW)
  expect(await overflowOf(page), 'pixels beyond the window').toBeLessThanOrEqual(0)
  const moving = await page.evaluate(() => document.getAnimations().length)
  expect(moving).toBe(0)
})

test('in forced colours what can be pressed, is chosen, has the focus or remarks has lines', async ({
  page,
}) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  for (const [persona, address] of FORCED) {
    await test.step(address, async () => {
      await page.goto(addressOf(address, persona))
      await expect(titleOf(page)).toBeVisible()
      const busy = address.startsWith('/gallery') ? 'footer' : 'main'
      await expect(page.locator(`${busy} [aria-busy=true]`)).toHaveCount(0)
      expect(await lackingLines(page), 'without a line of their own').toEqual([])
      expect(await stopsWithoutRing(page, 12), 'reached by Tab, and nothing shows it').toEqual([])
    })
  }
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
