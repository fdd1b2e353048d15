import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { createAccount, PASSWORD, signIn } from './support/accounts.ts'
import { THEMES } from './support/axe.ts'
import { buildApp } from './support/build-app.ts'
import { launchOptions } from './support/launch-options.ts'
import { lookOptions, WIDTHS, type Look } from './support/looks.ts'
import type { World } from './support/sample-project.ts'
import { SCREENS } from './support/screens.ts'
import { startServer, type RunningIndex } from './support/start-server.ts'
import { waitForApp } from './support/wait-for-app.ts'

/** A name is for one token only: one for each look. */
const TOKEN_NAMES = ['laptop', 'nightly build', 'release workflow', 'old laptop'].values()

/** What an address alone does not show: how to get there from the screen of that name. */
const STATES: readonly { name: string; from: string; act: (page: Page) => Promise<void> }[] = [
  {
    name: 'account-menu',
    from: 'profile',
    act: (page) => page.getByRole('button', { name: /^Account of/ }).click(),
  },
  {
    name: 'register-refused',
    from: 'register',
    act: async (page) => {
      await page.getByLabel('Username').fill('-x-')
      await page.getByLabel('Password', { exact: true }).fill('password')
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.getByRole('heading', { name: /need another look/ }).waitFor()
    },
  },
  {
    name: 'yank',
    from: 'manage-project',
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Yank / })
        .first()
        .click()
      await page.getByRole('alertdialog').waitFor()
    },
  },
  {
    name: 'delete-file',
    from: 'manage-release',
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Delete / })
        .first()
        .click()
      await page.getByRole('alertdialog').waitFor()
    },
  },
  {
    name: 'token-created',
    from: 'new-token',
    act: async (page) => {
      const name = TOKEN_NAMES.next().value ?? ''
      await page.getByRole('textbox', { name: 'Name' }).fill(name)
      await page.getByRole('radio', { name: 'All your projects' }).check()
      await page.getByRole('button', { name: 'Create token' }).click()
      await page.getByRole('button', { name: 'I have copied it' }).waitFor()
    },
  },
]
/** In the place of pictures on other hosts: room for them, and nothing in it. */
const BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"/>'
const ADA = { username: 'ada', email: 'ada@example.org', password: PASSWORD }

/**
 * `node e2e/browser/screens.ts OUTDIR DISTRIBUTIONS [PROJECT [NAME…]]`: takes a picture of every
 * screen (or of those named), light and dark, wide and narrow, of an index with the wheels and
 * sdists of a folder. The port is that of `PORT`, so that addresses in the pictures can look as in
 * the documentation.
 */
async function takeScreens(
  out: string,
  folder: string,
  project = 'flask',
  only: readonly string[] = [],
): Promise<void> {
  await mkdir(out, { recursive: true })
  await buildApp()
  const { PORT } = process.env
  const server = await startServer(PORT === undefined ? {} : { PORT })
  const browser = await chromium.launch(launchOptions())
  try {
    const world = await seed(server, folder, project)
    for (const theme of THEMES) {
      for (const width of WIDTHS) await takeAll(browser, server, world, { out, only, theme, width })
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function seed(server: RunningIndex, folder: string, project: string): Promise<World> {
  const person = await createAccount(server, { person: ADA })
  await server.wheelhouse(['import', resolve(folder), '--owner', person.username])
  const answer = await fetch(`${server.url}/api/v1/projects/${project}`)
  const { latestVersion } = (await answer.json()) as { latestVersion: string }
  return { person, project, version: latestVersion, older: latestVersion }
}

type Pictures = Look & { out: string; only: readonly string[] }

async function takeAll(
  browser: Browser,
  server: RunningIndex,
  world: World,
  { out, only, theme, width }: Pictures,
): Promise<void> {
  const contextOf = async (signedIn: boolean) => {
    const context = await browser.newContext(lookOptions(server, { theme, width }))
    waitForApp(context)
    await context.route(/^https:\/\//, (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body: BLANK }),
    )
    if (signedIn) await signIn(context, server, world.person)
    return context
  }
  const take = async (page: Page, name: string) => {
    await page.screenshot({ path: join(out, `${name}-${theme}-${width}.png`), fullPage: true })
  }
  const contexts = { guest: await contextOf(false), person: await contextOf(true) }
  const wanted = ({ name }: { name: string }) => only.length === 0 || only.includes(name)
  for (const screen of SCREENS) {
    const { name, path, signedIn = false } = screen
    const states = STATES.filter((state) => state.from === name && wanted(state))
    if (!wanted(screen) && states.length === 0) continue
    const page = await (signedIn ? contexts.person : contexts.guest).newPage()
    await page.goto(path(world), { waitUntil: 'networkidle' })
    if (wanted(screen)) await take(page, name)
    for (const state of states) {
      await state.act(page)
      await take(page, state.name)
    }
    await page.close()
  }
  await contexts.guest.close()
  await contexts.person.close()
}

const [out, folder, project, ...only] = process.argv.slice(2)
if (out === undefined || folder === undefined) {
  process.stderr.write(
    'usage: node e2e/browser/screens.ts OUTDIR DISTRIBUTIONS [PROJECT [NAME…]]\n',
  )
  process.exit(2)
}
await takeScreens(out, folder, project, only)
