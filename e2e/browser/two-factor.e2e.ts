import { fromBase32, totpCode, totpStep } from '@wheelhouse/shared-types/totp'
import type { Page } from '@playwright/test'
import type { Person } from './support/accounts.ts'
import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { press, tabTo, typeInto } from './support/keyboard.ts'
import type { RunningIndex } from './support/start-server.ts'
import { titleOf } from './support/title-of.ts'
import { addVirtualAuthenticator } from './support/virtual-authenticator.ts'

const main = (page: Page) => page.getByRole('main')

async function givePassword(page: Page, { username, password }: Person): Promise<void> {
  await page.goto('/sign-in?next=%2Faccount%2Ftokens')
  await typeInto(page.getByLabel('Username or e-mail'), username)
  await typeInto(page.getByLabel('Password', { exact: true }), password)
  await press(main(page).getByRole('button', { name: 'Sign in', exact: true }))
}

/** The newest link that was mailed to confirm a sign-in. */
async function deviceLink(server: RunningIndex, { email }: Person): Promise<string> {
  const mails = await server.mailsTo(email)
  const links = mails.flatMap((mail) => mail.links)
  return links.find((link) => link.includes('/sign-in/confirm')) ?? ''
}

/** Opens that link in another tab of the browser that waits for it. */
async function confirmBrowser(waiting: Page, server: RunningIndex, person: Person): Promise<void> {
  await expect(titleOf(waiting)).toHaveText('Look in your mailbox')
  const tab = await waiting.context().newPage()
  await tab.goto(await deviceLink(server, person))
  await expect(titleOf(tab)).toHaveText('You are signed in')
  await tab.close()
}

/** The codes that are on the page. */
const shownCodes = (page: Page) =>
  page.getByRole('list', { name: 'Recovery codes' }).locator('code')

/** Types one of the codes that are on the page back. */
async function keepCodes(page: Page): Promise<string[]> {
  await expect(titleOf(page)).toHaveText('Recovery codes')
  await expect(shownCodes(page)).toHaveCount(10)
  const codes = await shownCodes(page).allTextContents()
  await typeInto(page.getByLabel('One of your recovery codes'), codes[2] ?? '')
  await press(page.getByRole('button', { name: 'I have them' }))
  await expect(titleOf(page)).toHaveText('Two-factor sign-in')
  return codes
}

test('a passkey: made, named, shown after the password, and alone in place of it', async ({
  anotherBrowser,
  page,
  person,
}) => {
  const device = await addVirtualAuthenticator(page)
  await page.goto('/account/two-factor')
  await expect(titleOf(page)).toHaveText('Two-factor sign-in')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  const dialog = page.getByRole('dialog', { name: 'Give it a name' })
  await expect(dialog.getByLabel('Name')).toHaveValue('This device')
  await expectAccessible(page)
  await dialog.getByLabel('Name').fill('laptop')
  await dialog.getByRole('button', { name: 'Save the name' }).click()
  expect(await device.count()).toBe(1)
  await expectAccessible(page)
  await keepCodes(page)
  await expect(page.getByRole('heading', { name: 'laptop' })).toBeVisible()
  await expect(page.getByText('10 of 10 codes are left.')).toBeVisible()
  await expectAccessible(page)

  const elsewhere = await (await anotherBrowser()).newPage()
  const there = await device.carryTo(elsewhere)
  await givePassword(elsewhere, person)
  await expect(titleOf(elsewhere)).toHaveText('One more step')
  await expect(titleOf(elsewhere)).toBeFocused()
  await expect(elsewhere.getByRole('tab', { selected: true })).toHaveText('Passkey')
  await expectAccessible(elsewhere)
  await there.answer(true)
  await elsewhere.getByRole('button', { name: 'Use the passkey' }).click()
  await expect(titleOf(elsewhere)).toHaveText('API tokens')

  const alone = await (await anotherBrowser()).newPage()
  const again = await there.carryTo(alone)
  await alone.goto('/sign-in')
  await again.answer(true)
  await alone.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(titleOf(alone)).toHaveText('Profile')
  await expect(alone.getByRole('button', { name: `Account of ${person.username}` })).toBeVisible()
})

test('a passkey that is chosen where the name is typed signs in', async ({
  anotherBrowser,
  page,
  person,
}) => {
  const device = await addVirtualAuthenticator(page)
  await page.goto('/account/two-factor')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'Save the name' }).click()
  await keepCodes(page)

  const elsewhere = await (await anotherBrowser()).newPage()
  const there = await device.carryTo(elsewhere)
  await there.answer(true)
  await elsewhere.goto('/sign-in?next=%2Faccount%2Fsessions')
  await expect(titleOf(elsewhere)).toHaveText('Sessions')
  await expect(
    elsewhere.getByRole('button', { name: `Account of ${person.username}` }),
  ).toBeVisible()
})

test('an authentication app, by keyboard alone: set up, asked for, remembered', async ({
  anotherBrowser,
  page,
  person,
  server,
}) => {
  await page.goto('/account/two-factor')
  await press(page.getByRole('button', { name: 'Set up an authentication app' }))
  await expect(titleOf(page)).toHaveText('Set up an authentication app')
  await expect(titleOf(page)).toBeFocused()
  await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible()
  const secret = (await page.locator('main code').textContent()) ?? ''
  const codeOf = (away: number) => totpCode(fromBase32(secret), totpStep(Date.now()) + away)
  await expectAccessible(page)
  const code = page.getByLabel('Code of the app')
  await typeInto(code, await codeOf(6))
  await page.keyboard.press('Enter')
  await expect(page.getByText(/clock of your app is about 3 minutes ahead/)).toBeVisible()
  await expectAccessible(page)
  await tabTo(code)
  await page.keyboard.press('Control+a')
  await page.keyboard.type(await codeOf(-1))
  await page.keyboard.press('Enter')
  const codes = await keepCodes(page)

  const context = await anotherBrowser()
  const elsewhere = await context.newPage()
  await givePassword(elsewhere, person)
  await expect(titleOf(elsewhere)).toHaveText('One more step')
  await press(elsewhere.getByLabel('Do not ask again on this device'), 'Space')
  await expectAccessible(elsewhere)
  await elsewhere.keyboard.press('Shift+Tab')
  await expect(elsewhere.getByLabel('Code of the app')).toBeFocused()
  // It is sent by itself when it is whole.
  await elsewhere.keyboard.type(await codeOf(0))
  await confirmBrowser(elsewhere, server, person)
  await expect(titleOf(elsewhere)).toHaveText('API tokens')
  await press(elsewhere.getByRole('button', { name: `Account of ${person.username}` }))
  await press(elsewhere.getByRole('button', { name: 'Sign out' }))
  await expect(elsewhere.getByRole('link', { name: 'Register' })).toBeVisible()
  await givePassword(elsewhere, person)
  await expect(titleOf(elsewhere)).toHaveText('API tokens')

  const third = await (await anotherBrowser()).newPage()
  await givePassword(third, person)
  await tabTo(third.getByRole('tab', { name: 'Authentication app' }))
  await third.keyboard.press('ArrowRight')
  const recovery = third.getByRole('textbox', { name: 'Recovery code' })
  await typeInto(recovery, 'no such code')
  await third.keyboard.press('Enter')
  await expect(third.getByRole('region', { name: /needs another look/ })).toBeFocused()
  await expectAccessible(third)
  await tabTo(recovery)
  await third.keyboard.press('Control+a')
  await third.keyboard.type(codes[0] ?? '')
  await third.keyboard.press('Enter')
  await confirmBrowser(third, server, person)
  await expect(titleOf(third)).toHaveText('API tokens')
  await third.goto('/account/two-factor')
  await expect(third.getByText('9 of 10 codes are left.')).toBeVisible()
})

test('a code in a new browser waits for the mailed link, which works there alone', async ({
  anotherBrowser,
  page,
  person,
  server,
}) => {
  await page.goto('/account/two-factor')
  await page.getByRole('button', { name: 'Set up an authentication app' }).click()
  const secret = (await page.locator('main code').textContent()) ?? ''
  const codeOf = (away: number) => totpCode(fromBase32(secret), totpStep(Date.now()) + away)
  await page.getByLabel('Code of the app').fill(await codeOf(-1))
  await page.keyboard.press('Enter')
  await keepCodes(page)

  const context = await anotherBrowser()
  const elsewhere = await context.newPage()
  await givePassword(elsewhere, person)
  await elsewhere.getByLabel('Code of the app').fill(await codeOf(0))
  await expect(titleOf(elsewhere)).toHaveText('Look in your mailbox')
  await expect(titleOf(elsewhere)).toBeFocused()
  await expect(elsewhere.getByRole('link', { name: 'open the mailbox' })).toBeVisible()
  await expectAccessible(elsewhere)
  const link = await deviceLink(server, person)
  expect((await context.request.get('/api/v1/account')).status()).toBe(401)

  await page.goto(link)
  await expect(titleOf(page)).toHaveText('Open this link in the other browser')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'This is what to do now' }).click()
  await expect(titleOf(page)).toHaveText('This was not me')
  await expectAccessible(page)

  const tab = await context.newPage()
  await tab.goto(link)
  await expect(titleOf(tab)).toHaveText('You are signed in')
  await expectAccessible(tab)
  // The page that waited hears of it.
  await expect(titleOf(elsewhere)).toHaveText('API tokens')
})

test('a session of long ago is asked again, and what was typed is sent after it', async ({
  page,
  person,
}) => {
  const problem = {
    code: 'reauthentication_required',
    status: 403,
    title: '',
    detail: '',
    type: '',
  }
  await page.route(
    '**/api/v1/tokens',
    (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify(problem),
      }),
    { times: 1 },
  )
  await page.goto('/account/tokens/new', { waitUntil: 'networkidle' })
  await page.getByRole('textbox', { name: 'Name' }).fill('late')
  await page.getByRole('radio', { name: 'All your projects' }).check()
  await press(page.getByRole('button', { name: 'Create token' }))
  const dialog = page.getByRole('dialog', { name: 'Is it still you?' })
  await expectAccessible(page)
  await typeInto(dialog.getByLabel('Your password'), 'not this one')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('region', { name: /needs another look/ })).toBeFocused()
  await expectAccessible(page)
  await dialog.getByLabel('Your password').fill(person.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Token' })).toHaveValue(/^wh_/)
})
