import type { Response } from '@playwright/test'
import { PASSWORD, signIn } from './support/accounts.ts'
import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { NARROW, overflowOf } from './support/looks.ts'
import { press, tabTo } from './support/keyboard.ts'
import { makeWorld, type World } from './support/sample-project.ts'
import { titleOf } from './support/title-of.ts'
import { SCREENS } from './support/screens.ts'

let world: World

test.beforeAll(async ({ server }) => {
  world = await makeWorld(server, 'sample-of-everything')
})

for (const { name, path, heading, signedIn = false } of SCREENS) {
  test(`${name}: one heading, nothing for axe, fits into 320 px`, async ({ page, server }) => {
    if (signedIn) await signIn(page.context(), server, world.person)
    await page.goto(path(world), { waitUntil: 'networkidle' })
    await expect(titleOf(page)).toHaveText(heading(world))
    await expectAccessible(page)

    await page.setViewportSize(NARROW)
    expect(await overflowOf(page), 'pixels beyond the window').toBeLessThanOrEqual(0)
  })
}

test('a page names all scripts of its screen, and they come compressed', async ({ page }) => {
  for (const path of ['/', `/project/${world.project}/files`, '/search']) {
    const html = await (await page.request.get(path)).text()
    const scripts: { path: string; coding: string | undefined }[] = []
    const note = (response: Response) => {
      const { pathname } = new URL(response.url())
      const coding = response.headers()['content-encoding']
      if (/^\/assets\/.*\.js$/.test(pathname)) scripts.push({ path: pathname, coding })
    }
    page.on('response', note)
    await page.goto(path, { waitUntil: 'networkidle' })
    page.off('response', note)
    expect(scripts.length).toBeGreaterThan(5)
    expect(scripts.filter((script) => !html.includes(script.path))).toEqual([])
    expect(scripts.find((script) => script.path.includes('/shell-'))?.coding).toBe('br')
  }
})

test('menus and refused forms have nothing for axe either', async ({ page, server }) => {
  await page.goto('/register')
  await page.getByRole('button', { name: 'Theme' }).click()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.getByLabel('Password', { exact: true }).fill('password')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: /things need another look/ })).toBeVisible()
  await expectAccessible(page)

  await signIn(page.context(), server, world.person)
  await page.goto('/account')
  await page.getByRole('button', { name: `Account of ${world.person.username}` }).click()
  await expectAccessible(page)
})

test('going to another screen moves the focus to its heading', async ({ page }) => {
  await page.goto('/')
  for (const name of ['Register', 'Sign in', 'Forgot your password?']) {
    await page.getByRole('link', { name }).first().click()
    const heading = page.getByRole('heading', { level: 1 })
    await expect(heading).toBeFocused()
  }
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeFocused()
})

test('the first stop of the Tab key leads over the header', async ({ page }) => {
  await page.goto('/sign-in')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Username or e-mail')).toBeFocused()
})

test('a chosen theme is there from the first paint on', async ({ page }) => {
  await page.goto('/')
  const background = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const light = await background()
  await press(page.getByRole('button', { name: 'Theme' }))
  await press(page.getByRole('button', { name: 'Dark' }))
  await expect.poll(background).not.toBe(light)
  const dark = await background()
  await page.reload({ waitUntil: 'commit' })
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await background()).toBe(dark)
})

test('what the keyboard is at can be seen', async ({ page }) => {
  await page.goto('/sign-in')
  const fields = [
    page.getByLabel('Username or e-mail'),
    page.getByLabel('Password', { exact: true }),
    page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }),
    page.getByRole('link', { name: 'Forgot your password?' }),
  ]
  await fields[0]!.fill(world.person.username)
  await fields[1]!.fill(PASSWORD)
  for (const field of fields) {
    await page.getByRole('heading', { level: 1 }).focus()
    await tabTo(field)
    const look = await field.evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return `${outlineStyle} ${outlineWidth}`
    })
    expect(look).toMatch(/^solid [2-9]/)
  }
})
