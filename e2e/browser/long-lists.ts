import { chromium, type Browser } from '@playwright/test'
import { takeFigures, watchFigures } from './lab/watch-page.ts'
import { launchOptions } from './support/launch-options.ts'
import { startMock } from './support/start-mock.ts'

/**
 * `node e2e/browser/long-lists.ts`: what lists of 300 to 2,000 rows cost on a processor four times slower:
 * until they are there, while they are filtered, and shown whole. Figures, no limits.
 */
const FILES = 2000
const LISTS = [
  { name: '900 releases', persona: 'visitor', path: '/project/huge/releases', filter: '12' },
  { name: `${FILES} files`, persona: 'visitor', path: '/project/forty-files/files', filter: 'win' },
  {
    name: '900 managed releases',
    persona: 'maintainer',
    path: '/account/projects/huge',
    filter: '12',
  },
  {
    name: `${FILES} managed files`,
    persona: 'maintainer',
    path: '/account/projects/forty-files/releases/1.0.0',
  },
  { name: '300 own projects', persona: 'prolific', path: '/account/projects', filter: 'fleet' },
] as const

const mock = await startMock()
const browser = await chromium.launch(launchOptions())
try {
  for (const list of LISTS) await measure(browser, list)
} finally {
  await browser.close()
  await mock.stop()
}

/** What is used here of the mock's controls, which stand at `window`. */
type Controls = {
  readonly db: { projects: { name: string; releases: { files: { filename: string }[] }[] }[] }
  advanceClock(milliseconds: number): void
}

async function measure(opened: Browser, list: (typeof LISTS)[number]): Promise<void> {
  const context = await opened.newContext({ baseURL: mock.url })
  await watchFigures(context)
  const page = await context.newPage()
  await page.goto(`/?persona=${list.persona}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  // The seed has no release of so many files.
  await page.evaluate((count) => {
    const controls = (window as unknown as { __wheelhouseMock: Controls }).__wheelhouseMock
    const project = controls.db.projects.find(({ name }) => name === 'forty-files')!
    const release = project.releases[0]!
    const first = release.files
    release.files = Array.from({ length: count }, (_, index) => {
      const file = first[index % first.length]!
      const build = 1 + Math.floor(index / first.length)
      return { ...file, filename: file.filename.replace('-1.0.0-', `-1.0.0-${build}-`) }
    })
    // Has it kept for the next page.
    controls.advanceClock(0)
  }, FILES)
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const rows = page.locator('main li, main tbody tr')
  const settled = async () => {
    await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' })
    await rows.first().waitFor({ state: 'attached' })
  }
  const print = async (what: string, act: () => Promise<void>) => {
    await takeFigures(page)
    const start = performance.now()
    await act()
    const ms = Math.round(performance.now() - start)
    const { inp, tbt } = await takeFigures(page)
    const shown = await rows.count()
    process.stdout.write(
      `| ${list.name}: ${what} | ${shown} | ${ms} | ${Math.round(inp)} | ${Math.round(tbt)} |\n`,
    )
  }
  await print('opened', async () => {
    await page.goto(list.path)
    await settled()
  })
  if ('filter' in list) {
    await print('filtered', async () => {
      await page.getByRole('main').getByRole('searchbox').click()
      await page.keyboard.type(list.filter, { delay: 120 })
      await page.waitForTimeout(500)
      for (const _ of list.filter) await page.keyboard.press('Backspace', { delay: 120 })
      await page.waitForTimeout(500)
    })
  }
  const whole = page.getByRole('button', { name: /^Show all/ })
  if ((await whole.count()) > 0) {
    await print('shown whole', async () => {
      await whole.click()
      await page.waitForTimeout(4000)
    })
    if ('filter' in list) {
      await print('filtered, whole', async () => {
        await page.getByRole('main').getByRole('searchbox').click()
        await page.keyboard.type(list.filter, { delay: 120 })
        await page.waitForTimeout(500)
        for (const _ of list.filter) await page.keyboard.press('Backspace', { delay: 120 })
        await page.waitForTimeout(500)
      })
    }
  }
  await context.close()
}
