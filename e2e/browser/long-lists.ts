import { parseArgs } from 'node:util'
import { chromium, type Browser, type Locator, type Page } from '@playwright/test'
import { signInAs } from '@wheelhouse/web/mock-api/personas'
import { answerCalls } from './lab/answer-calls.ts'
import { fillLists } from './lab/fill-lists.ts'
import { LONG_LISTS, type Act, type LongList } from './lab/long-lists.ts'
import { clearFigures, takeFigures, watchFigures } from './lab/watch-page.ts'
import { buildApp } from './support/build-app.ts'
import { launchOptions } from './support/launch-options.ts'
import { repository } from './support/repository.ts'
import { serveMock } from './support/start-mock.ts'

/** Milliseconds from an input to the next paint: what is called good (web.dev/articles/inp). */
const LIMIT = 200
/** The processor of a middling telephone, as Lighthouse has it. */
const SLOWER = 4
/** Milliseconds in which no row comes or goes: the list is there. */
const STILL = 500
/** Milliseconds in which one has to. */
const PATIENCE = 60_000

type Figure = { act: string; rows: number; ms: number }

/**
 * `node e2e/browser/long-lists.ts [--runs=3] [--at-most=200] [NAME…]`: what somebody waits for who opens, filters
 * and leaves lists of hundreds of rows, on a processor four times slower. All lists, or those whose
 * name holds a NAME. A list is measured until each of its acts was within the limit, `runs` times at
 * most, and the least counts: what else the computer does makes figures larger, never smaller.
 */
async function measureLists(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      runs: { type: 'string', default: '3' },
      'at-most': { type: 'string', default: String(LIMIT) },
    },
    allowPositionals: true,
  })
  const limit = Number(values['at-most'])
  const lists = LONG_LISTS.filter(
    ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
  )
  await buildApp()
  const app = await serveMock(repository('apps/web/dist'))
  const browser = await chromium.launch(launchOptions())
  try {
    process.stdout.write('| List | Act | Rows | ms | Limit |\n| --- | --- | --: | --: | --: |\n')
    for (const list of lists) {
      const figures = await measureOften(() => measure(browser, list, app.url), {
        runs: Number(values.runs),
        limit,
      })
      for (const { act, rows, ms } of figures) {
        const verdict = ms <= limit ? '' : ' ✗'
        process.stdout.write(`| ${list.name} | ${act} | ${rows} | ${ms} | ${limit}${verdict} |\n`)
        if (verdict !== '') process.exitCode = 1
      }
    }
  } finally {
    await browser.close()
    await app.stop()
  }
}

/** The least figure of each act. */
async function measureOften(
  once: () => Promise<Figure[]>,
  { runs, limit }: { runs: number; limit: number },
): Promise<Figure[]> {
  let least = await once()
  for (let run = 1; run < runs && least.some(({ ms }) => ms > limit); run += 1) {
    const again = await once()
    least = least.map((figure, index) => {
      const other = again[index]
      return other !== undefined && other.ms < figure.ms ? other : figure
    })
  }
  return least
}

async function measure(browser: Browser, list: LongList, origin: string): Promise<Figure[]> {
  const db = fillLists()
  signInAs(db, list.persona)
  const context = await browser.newContext({ baseURL: origin })
  await answerCalls(context, db, origin)
  await watchFigures(context)
  const page = await context.newPage()
  await page.goto(list.from)
  const link = list.link(page)
  await link.waitFor()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })

  const figures: Figure[] = []
  const note = async (
    act: string,
    doIt: () => Promise<unknown>,
    end: { least?: number | undefined; leads?: string } = {},
  ) => {
    await clearFigures(page)
    await doIt()
    const rows = await pressUntilStill(page, end)
    const { inp } = await takeFigures(page)
    figures.push({ act, rows, ms: inp })
  }
  await pressUntilStill(page)
  const opened = await placeOf(link)
  await note('open', () => page.mouse.click(...opened), { least: list.rows })
  for (const act of list.acts) {
    for (let time = 0; time < (act.times ?? 1); time += 1) {
      const place = act.files === undefined ? await placeOf(act.target(page)) : undefined
      await note(act.name, () => perform(page, act, place), { least: act.rows })
    }
  }
  const home = await placeOf(page.getByRole('banner').getByRole('link').first())
  const shown = new URL(page.url()).pathname
  await note('leave', () => page.mouse.click(...home), { leads: '/' })
  await note('go back', () => page.goBack(), { least: list.rows, leads: shown })
  await context.close()
  return worstOf(figures)
}

type Place = [x: number, y: number]

/**
 * Where something is in the window. Found before it is pressed: looking for it by its role takes the
 * page's own time, which a visitor's eyes do not.
 */
async function placeOf(target: Locator): Promise<Place> {
  await target.scrollIntoViewIfNeeded({ timeout: PATIENCE })
  // Rows that come into sight get their true height, and what is below them moves.
  await target.page().waitForTimeout(300)
  await target.scrollIntoViewIfNeeded()
  const box = await target.boundingBox()
  if (box === null) throw new Error(`${String(target)} is not shown`)
  return [box.x + box.width / 2, box.y + box.height / 2]
}

async function perform(page: Page, act: Act, place: Place | undefined): Promise<void> {
  if (place === undefined) {
    const files = Array.from({ length: act.files ?? 0 }, (_, index) => ({
      name: `many-${index}.0-py3-none-any.whl`,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(String(index)),
    }))
    return act.target(page).setInputFiles(files)
  }
  if (act.key !== undefined) {
    await act.target(page).focus()
    return page.keyboard.press(act.key)
  }
  await page.mouse.click(...place)
  // As fast as people type who type fast.
  for (const letter of act.types ?? '') {
    await page.keyboard.press(letter, { delay: 30 })
    await page.waitForTimeout(90)
  }
  if (act.types === undefined) return
  await pressUntilStill(page)
  for (const _ of act.types) {
    await page.keyboard.press('Backspace', { delay: 30 })
    await page.waitForTimeout(90)
  }
}

/** What is done several times is as slow as it was once. */
function worstOf(figures: readonly Figure[]): Figure[] {
  return figures.reduce<Figure[]>((worst, figure) => {
    const before = worst.at(-1)
    if (before?.act !== figure.act) return [...worst, figure]
    return [...worst.slice(0, -1), { ...figure, ms: Math.max(before.ms, figure.ms) }]
  }, [])
}

/**
 * Presses a key that does nothing until there are so many rows, none comes or goes, and the address is the
 * one that an act leads to: so what the page does by itself counts too, by what somebody felt who did
 * something meanwhile. Gives the number of rows.
 */
async function pressUntilStill(
  page: Page,
  { least = 0, leads }: { least?: number | undefined; leads?: string } = {},
): Promise<number> {
  let count = -1
  let isThere = false
  for (
    let since = performance.now();
    performance.now() - since < STILL || count < least || !isThere;
  ) {
    if (performance.now() - since > PATIENCE) {
      throw new Error(`${count} rows of ${least} at ${page.url()}, ${leads ?? 'which is right'}`)
    }
    await page.keyboard.press('Shift')
    await page.waitForTimeout(40)
    const { rows, path } = await page.evaluate(
      (each) => ({ rows: document.querySelectorAll(each).length, path: location.pathname }),
      'main :is(li, tbody tr, fieldset input[type=checkbox])',
    )
    isThere = leads === undefined || path === leads
    if (rows !== count) since = performance.now()
    count = rows
  }
  return count
}

await measureLists()
