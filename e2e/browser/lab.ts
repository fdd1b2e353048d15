import { chromium, type Browser, type Page } from '@playwright/test'
import { slowDown, takeFigures, watchFigures, type Figures } from './lab/watch-page.ts'
import { createToken, signIn } from './support/accounts.ts'
import { buildApp } from './support/build-app.ts'
import { wheel } from './support/distributions.ts'
import { launchOptions } from './support/launch-options.ts'
import { upload } from './support/python.ts'
import { makeWorld, type World } from './support/sample-project.ts'
import { startServer, type RunningIndex } from './support/start-server.ts'
import { titleOf } from './support/title-of.ts'

/**
 * `node e2e/browser/lab.ts [RUNS]`: what a visitor with a middling telephone feels (1.6 Mbit/s, 150 ms
 * to each answer, a processor four times slower) of the production build, served by the real server. First each
 * screen by itself with an empty cache, then one way through the app. The middle of three RUNS
 * counts. Ends with 1 where a figure is over its limit.
 */
const LIMITS: Figures = { lcp: 2500, cls: 0.02, inp: 200, tbt: Number.POSITIVE_INFINITY }
const runs = Number(process.argv[2] ?? 3)

type Row = { step: string; figures: Figures; ready: number }

await buildApp()
const server = await startServer()
const browser = await chromium.launch(launchOptions())
try {
  const world = await makeWorld(server, 'sample-of-everything')
  await publishMany(world)
  const taken: Row[][] = []
  for (let run = 0; run < runs; run += 1) {
    taken.push([...(await loadEach(browser, world)), ...(await walk(browser, world))])
  }
  report(taken)
} finally {
  await browser.close()
  await server.stop()
}

/** More to search than one project. */
async function publishMany({ person }: World): Promise<void> {
  const token = await createToken(server, person)
  const names = Array.from({ length: 24 }, (_, index) => `sample-number-${index + 1}`)
  const wheels = names.map((name) => wheel(name, '1.0', { summary: `One of many: ${name}` }))
  await upload(server, token, wheels)
}

async function enter(opened: Browser, { url }: RunningIndex): Promise<Page> {
  const context = await opened.newContext({ baseURL: url, viewport: { width: 412, height: 823 } })
  await context.route(/^https:/, (route) => route.abort())
  await watchFigures(context)
  return context.newPage()
}

/** Each screen with an empty cache, as by a link on another site. */
async function loadEach(opened: Browser, { project, person }: World): Promise<Row[]> {
  const screens = {
    '/': false,
    '/search?q=sample': false,
    [`/project/${project}`]: false,
    [`/project/${project}/files`]: false,
    '/sign-in': false,
    '/register': false,
    '/account/projects': true,
    '/account/tokens/new': true,
  }
  const rows: Row[] = []
  for (const [path, signedIn] of Object.entries(screens)) {
    const page = await enter(opened, server)
    if (signedIn) await signIn(page.context(), server, person)
    await slowDown(page)
    const ready = await timed(async () => {
      await page.goto(path)
      await titleOf(page).waitFor()
    })
    await page.waitForLoadState('networkidle')
    rows.push({ step: `load ${path}`, figures: await takeFigures(page), ready })
    await page.context().close()
  }
  return rows
}

/** Home, search, project, sign in, dashboard, token form: by clicks and keys, in one visit. */
async function walk(opened: Browser, { project, person }: World): Promise<Row[]> {
  const page = await enter(opened, server)
  await slowDown(page)
  const rows: Row[] = []
  const main = page.getByRole('main')
  const step = async (name: string, act: () => Promise<void>, heading: string | RegExp) => {
    const ready = await timed(async () => {
      await act()
      await page.getByRole('heading', { level: 1, name: heading }).first().waitFor()
    })
    await page.waitForLoadState('networkidle')
    rows.push({ step: `walk: ${name}`, figures: await takeFigures(page), ready })
  }
  const type = async (label: string, text: string) => {
    await main.getByLabel(label, { exact: true }).click()
    await page.keyboard.type(text, { delay: 80 })
  }
  await step('home', async () => void (await page.goto('/')), /Find, install/)
  await step(
    'search',
    async () => {
      await main.getByRole('searchbox').click()
      await page.keyboard.type('sample', { delay: 80 })
      await page.keyboard.press('Enter')
    },
    /Search: sample/,
  )
  await step('project', () => main.getByRole('link', { name: project }).click(), project)
  await step('its files', () => main.getByRole('link', { name: /Files/ }).first().click(), project)
  await step(
    'sign-in form',
    () => page.getByRole('link', { name: 'Sign in' }).first().click(),
    'Sign in',
  )
  await step(
    'signed in',
    async () => {
      await type('Username or e-mail', person.username)
      await type('Password', person.password)
      await page.keyboard.press('Enter')
    },
    project,
  )
  await step(
    'own projects',
    async () => {
      await page.getByRole('button', { name: /^Account of/ }).click()
      await page.getByRole('link', { name: 'Projects', exact: true }).first().click()
    },
    'Your projects',
  )
  await step('filter', () => type('Find among your projects', 'number'), 'Your projects')
  await step(
    'token form',
    async () => {
      await page.getByRole('link', { name: 'API tokens' }).first().click()
      await main.getByRole('link', { name: 'New token' }).first().click()
    },
    'New API token',
  )
  await step(
    'token made',
    async () => {
      await type('Name', `laptop ${Date.now()}`)
      await main.getByRole('radio', { name: 'All your projects' }).check()
      await main.getByRole('button', { name: 'Create token' }).click()
      await main.getByRole('button', { name: 'I have copied it' }).waitFor()
    },
    'New API token',
  )
  await page.context().close()
  return rows
}

async function timed(act: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await act()
  return performance.now() - start
}

function report(taken: readonly Row[][]): void {
  const middle = (values: number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  const over: string[] = []
  const lines = taken[0]!.map(({ step }, index) => {
    const of = (key: keyof Figures) => middle(taken.map((run) => run[index]!.figures[key]))
    for (const key of ['lcp', 'cls', 'inp'] as const) {
      if (of(key) > LIMITS[key]) over.push(`${step}: ${key} ${of(key)}, at most ${LIMITS[key]}`)
    }
    const ready = middle(taken.map((run) => run[index]!.ready))
    const [lcp, inp, tbt] = [of('lcp'), of('inp'), of('tbt')].map((ms) =>
      ms === 0 ? '–' : String(Math.round(ms)),
    )
    return `| ${step} | ${Math.round(ready)} | ${lcp} | ${of('cls').toFixed(3)} | ${inp} | ${tbt} |`
  })
  process.stdout.write(
    `| | ready, ms | LCP, ms (≤ ${LIMITS.lcp}) | CLS (≤ ${LIMITS.cls}) | INP, ms (≤ ${LIMITS.inp}) | TBT, ms |\n|---|---:|---:|---:|---:|---:|\n${lines.join('\n')}\n`,
  )
  if (over.length === 0) return
  process.stdout.write(`over the limit:\n${over.join('\n')}\n`)
  process.exitCode = 1
}
