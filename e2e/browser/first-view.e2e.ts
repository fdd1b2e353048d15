import type { BrowserContext, Page } from '@playwright/test'
import { createAccount, signIn, type Person } from './support/accounts.ts'
import { expect, test } from './support/fixtures.ts'
import { makeWorld, type World } from './support/sample-project.ts'
import { SCREENS } from './support/screens.ts'

let world: World

test.beforeAll(async ({ server }) => {
  world = await makeWorld(server, 'sample-of-first-views')
})

/** Asks for the page as a browser would. */
const htmlOf = async ({ request }: BrowserContext, path: string): Promise<string> =>
  (await request.get(path, { headers: { accept: 'text/html' } })).text()

const headingOf = (html: string): string | undefined =>
  /<h1[^>]*>(.*?)<\/h1>/.exec(html)?.[1]?.replaceAll('&#x27;', "'")

/** Screens that know what they are only when they have sent the secret of a link, or have no address. */
const KNOWN_LATER = ['not-found', 'verify-email-dead', 'confirm-device-dead']

test('every screen comes drawn', async ({ anotherBrowser, server }) => {
  const [visitor, owner] = [await anotherBrowser(), await anotherBrowser()]
  await signIn(owner, server, world.person)
  for (const { name, path, heading, signedIn = false } of SCREENS) {
    if (KNOWN_LATER.includes(name)) continue
    const html = await htmlOf(signedIn ? owner : visitor, path(world))
    expect.soft(headingOf(html), name).toBe(heading(world))
    // The policy would refuse it.
    expect.soft(html, name).not.toContain(' style=')
  }
})

test('what does not exist is told by the status, too', async ({ request }) => {
  const { project } = world
  for (const [path, status] of [
    [`/project/${project}/1.0`, 200],
    [`/project/${project}/9.9`, 404],
    ['/project/nobody-made-this', 404],
    ['/project/not%20a%20name', 404],
    ['/no/such/address', 404],
  ] as const) {
    for (const method of ['GET', 'HEAD']) {
      const answer = await request.fetch(path, { method, headers: { accept: 'text/html' } })
      expect.soft([method, path, answer.status()]).toEqual([method, path, status])
    }
  }
})

/** What is on the screen, but for how many seconds ago something was. */
const textOf = (page: Page) =>
  page
    .locator('main')
    .evaluate((main) =>
      (main as HTMLElement).innerText.replace(/\s+/g, ' ').replace(/\d+ seconds? ago/g, 'now'),
    )

test('once the app is there a screen is as it was drawn, and nothing more was asked for', async ({
  page,
  browser,
  server,
}) => {
  const without = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false })
  const drawn = await without.newPage()
  await Promise.all([page.context(), without].map((one) => signIn(one, server, world.person)))
  const calls: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) calls.push(pathname)
  })
  const { project } = world
  const own = `/account/projects/${project}`
  for (const path of [
    '/',
    '/search?q=sample',
    `/project/${project}`,
    `/project/${project}/1.0/files`,
    `/project/${project}/releases`,
    '/account',
    '/account/tokens/new',
    own,
    `${own}/people`,
    `${own}/publishing`,
  ]) {
    await drawn.goto(path)
    await page.goto(path, { waitUntil: 'networkidle' })
    expect.soft(calls.splice(0), `${path}: what it did not bring along`).toEqual([])
    expect.soft(await page.locator('head > title').allTextContents()).toEqual([await drawn.title()])
    expect.soft(await textOf(drawn)).toBe(await textOf(page))
  }
  await without.close()
})

test('what a page brings along is what the API answers to whoever asks', async ({
  server,
  anotherBrowser,
}) => {
  const stranger = await createAccount(server)
  const own = `/account/projects/${world.project}`
  const pages = [
    '/',
    '/search?q=a',
    `/project/${world.project}`,
    '/account/tokens',
    own,
    '/register',
  ]
  for (const person of [undefined, stranger, world.person]) {
    const context = await enter(person)
    for (const path of pages) {
      const html = await htmlOf(context, path)
      const block = /id="first-answers">(.*?)<\/script>/.exec(html)?.[1]
      // The app goes on to the sign-in, or says that there is nothing.
      if (path.startsWith('/account') && person !== world.person && block === undefined) continue
      const answers = Object.entries(JSON.parse(block ?? '{}') as Record<string, Answer>)
      expect(answers.length, `${person?.username}: ${path}`).toBeGreaterThan(0)
      for (const [address, [text, { status }]] of answers) {
        const asked = await context.request.get(address)
        expect({ address, status }).toEqual({ address, status: asked.status() })
        if (status === 200) expect(JSON.parse(text)).toEqual(await asked.json())
        else expect(JSON.parse(text)).toMatchObject({ code: (await asked.json()).code })
      }
    }
  }

  async function enter(person: Person | undefined) {
    const context = await anotherBrowser()
    if (person !== undefined) await signIn(context, server, person)
    return context
  }
})

type Answer = readonly [text: string, init: { status: number }]

test('a page with a screen is kept by no cache, one without by its own rules', async ({ page }) => {
  const html = { accept: 'text/html' }
  const drawn = await page.request.get('/', { headers: html })
  expect(drawn.headers()).toMatchObject({ 'cache-control': 'private, no-store' })
  for (const path of ['/?locale=en-XA', '/no/such/screen']) {
    const plain = await page.request.get(path, { headers: html })
    expect(plain.headers(), path).toMatchObject({ 'cache-control': 'no-cache' })
    expect(await plain.text()).not.toContain('first-answers')
  }
})

test('who reads or goes by keyboard before the app is there stays where they are', async ({
  browser,
  server,
}) => {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 320, height: 500 },
  })
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await context.route('**/assets/*.js', async (route) => {
    await held
    await route.continue()
  })
  const page = await context.newPage()
  await page.goto(`/project/${world.project}`, { waitUntil: 'commit' })
  const theme = page.getByRole('button', { name: 'Theme', includeHidden: true })
  await expect(page.locator('main h1').first()).toBeVisible()
  await expect(theme).toHaveAttribute('inert')
  const link = page.getByRole('link', { name: 'Metadata' })
  await link.focus()
  await page.mouse.wheel(0, 300)
  await page.waitForFunction(() => scrollY >= 300)
  const before = await page.evaluate(() => scrollY)
  release()
  await expect(theme).not.toHaveAttribute('inert')
  await expect(link).toBeFocused()
  expect(await page.evaluate(() => scrollY)).toBe(before)
  await theme.click()
  await expect(page.getByRole('button', { name: 'Dark' })).toBeVisible()
  await context.close()
})
