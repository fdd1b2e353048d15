import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { buildOf } from './looks/build-of.ts'
import { comparePictures } from './looks/compare-pictures.ts'
import { THEMES } from './support/axe.ts'
import { launchOptions } from './support/launch-options.ts'
import { serveMock } from './support/start-mock.ts'

/**
 * `node e2e/browser/compare-looks.ts BASE HEAD [OUTDIR]`: takes pictures of the app's screens as of
 * two revisions (or of two folders with builds of the mock), in one browser and with the same clock and
 * data, and says how many look different; OUTDIR (`looks`) gets a picture of each that does: before,
 * after, and what differs in red. Whoever changes styles looks at them, and shows them to the
 * reviewer.
 */
const [base, head, out = 'looks'] = process.argv.slice(2)
if (base === undefined || head === undefined) {
  process.stderr.write('usage: node e2e/browser/compare-looks.ts BASE HEAD [OUTDIR]\n')
  process.exit(2)
}

const NOW = '2026-11-20T12:00:00Z'
/** CSS pixels: the narrowest that is supported, a tablet, a desk. */
const WIDTHS = [320, 768, 1280]
/** From left to right, and from right to left in pseudo-language. */
const LANGUAGES = ['en', 'ar-XB']
/** Where a picture ends: what is below looks like what is above. */
const LONGEST = 2400

const SCREENS: Readonly<Record<string, readonly string[]>> = {
  visitor: [
    '/',
    '/search?q=t',
    '/search?q=nothing-has-this-name',
    '/project/tiny',
    '/project/hostile-readme',
    '/project/huge/releases',
    '/project/forty-files/files',
    '/project/sixty-dependencies/metadata',
    '/project/nothing-has-this-name',
    '/register',
    '/sign-in',
    '/reset-password',
    '/gallery',
  ],
  owner: [
    '/account',
    '/account/emails',
    '/account/password',
    '/account/projects',
    '/account/projects/forty-files',
    '/account/projects/forty-files/releases/1.0.0',
    '/account/tokens',
    '/account/tokens/new',
    '/account/upload',
    '/account/history',
    '/account/delete',
  ],
  secured: ['/account/two-factor', '/account/sessions'],
}

type Look = { theme: (typeof THEMES)[number]; width: number; language: string }

const LOOKS: readonly Look[] = THEMES.flatMap((theme) =>
  WIDTHS.flatMap((width) => LANGUAGES.map((language) => ({ theme, width, language }))),
)

const started = await Promise.all([base, head].map((revision) => buildOf(revision)))
const mocks = await Promise.all(started.map(({ folder }) => serveMock(folder)))
const browser = await chromium.launch(launchOptions())
try {
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  await compareAll(browser, mocks.map(({ url }) => url) as [string, string])
} finally {
  await browser.close()
  for (const mock of mocks) await mock.stop()
  for (const { remove } of started) await remove()
}

async function compareAll(opened: Browser, urls: [string, string]): Promise<void> {
  const desk = await opened.newPage()
  let taken = 0
  const different: string[] = []
  for (const look of LOOKS) {
    for (const [persona, addresses] of Object.entries(SCREENS)) {
      const pages = await Promise.all(urls.map((url) => enter(opened, url, persona, look)))
      for (const address of addresses) {
        const name = `${address.replaceAll(/\W+/g, '-').replace(/^-/, '') || 'home'}-${persona}-${look.language}-${look.theme}-${look.width}`
        const [before, after] = await Promise.all(pages.map((page) => take(page, address)))
        const { differing, picture } = await comparePictures(desk, before!, after!)
        taken += 1
        if (picture === undefined) continue
        different.push(name)
        process.stdout.write(`${name}: ${differing} pixels\n`)
        await writeFile(join(out, `${name}.png`), picture)
      }
      await Promise.all(pages.map((page) => page.context().close()))
    }
  }
  process.stdout.write(`${different.length} of ${taken} pictures look different: ${out}\n`)
}

/** A page of the app as a persona: its data are those of the seed, and its time stands still. */
async function enter(opened: Browser, url: string, persona: string, look: Look): Promise<Page> {
  const context = await opened.newContext({
    baseURL: url,
    colorScheme: look.theme,
    reducedMotion: 'reduce',
    viewport: { width: look.width, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  // Pictures in a README are on other hosts.
  await context.route(/^https:/, (route) => route.abort())
  const page = await context.newPage()
  await page.clock.setFixedTime(NOW)
  await page.goto(`/?persona=${persona}&locale=${look.language}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  return page
}

async function take(page: Page, address: string): Promise<Buffer> {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // The gallery shows what is busy for ever.
  const busy = address === '/gallery' ? 'footer' : 'main'
  await page.locator(`${busy} [aria-busy=true]`).first().waitFor({ state: 'detached' })
  await page.evaluate(async () => void (await document.fonts.ready))
  const { width } = page.viewportSize()!
  const height = Math.min(LONGEST, await page.evaluate(() => document.documentElement.scrollHeight))
  return page.screenshot({
    fullPage: true,
    animations: 'disabled',
    // The panel's button is no part of the app.
    style: 'body > div:not(#root) { display: none }',
    clip: { x: 0, y: 0, width, height },
  })
}
