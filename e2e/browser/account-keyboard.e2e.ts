import type { Locator, Page } from '@playwright/test'
import { newPerson, signIn } from './support/accounts.ts'
import { expect, test } from './support/fixtures.ts'
import { press, tabTo, typeInto } from './support/keyboard.ts'
import { titleOf } from './support/title-of.ts'
import { arrive, stopAt } from './support/stops.ts'
import { addVirtualAuthenticator } from './support/virtual-authenticator.ts'

const NEW_PASSWORD = 'eleven quiet harbours in spring'

const main = (page: Page) => page.getByRole('main')
const goTo = (page: Page, name: string) =>
  press(page.getByRole('navigation', { name: 'Account' }).getByRole('link', { name }))
const summaryOf = (page: Page | Locator) =>
  page.getByRole('region', { name: /needs? another look|That did not work/ })

test('by keyboard alone: register, verify, a passkey, recovery codes, a token', async ({
  page,
  server,
}) => {
  test.slow()
  const person = newPerson('keys')
  const device = await addVirtualAuthenticator(page)
  await page.goto('/')
  await press(page.getByRole('navigation').getByRole('link', { name: 'Register' }))
  await arrive(page, 'Open an account')
  await press(page.getByRole('button', { name: 'Create account' }))
  await stopAt(summaryOf(page))
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Username')).toBeFocused()
  await page.keyboard.type(person.username)
  await typeInto(page.getByLabel('E-mail address'), person.email)
  await typeInto(page.getByLabel('Password', { exact: true }), person.password)
  await expect(page.getByText('Good enough')).toBeVisible()
  await page.keyboard.press('Enter')
  await arrive(page, 'Check your mail')

  await press(page.getByRole('link', { name: 'open the mailbox' }))
  await expect(titleOf(page)).toHaveText('Dev mailbox')
  const [mail] = await server.mailsTo(person.email)
  await press(page.getByRole('link', { name: mail?.links[0] ?? 'no link' }))
  await arrive(page, 'Your address is verified', { loaded: true })
  await press(main(page).getByRole('link', { name: 'Sign in' }))
  await arrive(page, 'Sign in')
  await typeInto(page.getByLabel('Username or e-mail'), person.username)
  await typeInto(page.getByLabel('Password', { exact: true }), person.password)
  await page.keyboard.press('Enter')
  await arrive(page, 'Profile')

  await goTo(page, 'Two-factor')
  await arrive(page, 'Two-factor sign-in')
  await press(page.getByRole('button', { name: 'Add a passkey' }))
  const name = page.getByRole('dialog', { name: 'Give it a name' }).getByLabel('Name')
  await tabTo(name)
  await page.keyboard.press('Control+a')
  await page.keyboard.type('laptop')
  await stopAt(name)
  await page.keyboard.press('Enter')
  const codes = page.getByRole('list', { name: 'Recovery codes' }).locator('code')
  await expect(codes).toHaveCount(10)
  expect(await device.count()).toBe(1)
  await stopAt(page.locator(':focus', { hasText: 'Keep these codes in a safe place' }))
  const [code = ''] = await codes.allTextContents()
  await typeInto(page.getByLabel('One of your recovery codes'), code)
  await page.keyboard.press('Enter')
  await arrive(page, 'Two-factor sign-in')

  await goTo(page, 'API tokens')
  await arrive(page, 'API tokens')
  await press(main(page).getByRole('link', { name: 'New token' }).first())
  await arrive(page, 'Where will the token be used?')
  await press(main(page).getByRole('link', { name: 'On a computer of mine' }))
  await arrive(page, 'New API token')
  await typeInto(main(page).getByRole('textbox', { name: 'Name' }), 'laptop')
  await page.keyboard.press('Enter')
  await stopAt(summaryOf(page))
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('radio', { name: 'Chosen projects' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await press(page.getByRole('button', { name: 'Create token' }))
  await expect(main(page).getByRole('textbox', { name: 'Token' })).toHaveValue(/^wh_[\w-]{49}$/)
  await stopAt(page.locator(':focus', { hasText: 'Copy your new token now' }))
})

test('by keyboard alone: a new password, addresses, sessions, and the end of an account', async ({
  anotherBrowser,
  page,
  person,
  server,
}) => {
  test.slow()
  await page.goto('/account/password')
  await press(main(page).getByRole('link', { name: /link|reset/i }))
  await arrive(page, 'Reset your password')
  await typeInto(page.getByLabel('Username or e-mail'), person.username)
  await page.keyboard.press('Enter')
  await stopAt(page.locator(':focus', { hasText: 'Look in your mailbox' }))
  await press(page.getByRole('link', { name: 'open the mailbox' }))
  const [mail] = await server.mailsTo(person.email)
  const link = mail?.links.find((address) => address.includes('/reset-password/new')) ?? 'none'
  await press(page.getByRole('link', { name: link }))
  await arrive(page, 'Set a new password', { loaded: true })
  await typeInto(page.getByLabel('New password'), 'short')
  await page.keyboard.press('Enter')
  await stopAt(summaryOf(page))
  await tabTo(page.getByLabel('New password'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type(NEW_PASSWORD)
  await page.keyboard.press('Enter')
  await expect(titleOf(page)).toHaveText('Your new password is set')
  await press(main(page).getByRole('link', { name: 'Sign in' }))
  await arrive(page, 'Sign in')
  await typeInto(page.getByLabel('Username or e-mail'), person.email)
  await typeInto(page.getByLabel('Password', { exact: true }), NEW_PASSWORD)
  await page.keyboard.press('Enter')
  await arrive(page, 'Profile')

  await goTo(page, 'E-mail addresses')
  await arrive(page, 'E-mail addresses')
  const second = `second-${person.email}`
  await typeInto(page.getByLabel('E-mail address'), second)
  await page.keyboard.press('Enter')
  await expect(page.getByText(`mail that we sent to ${second}`)).toBeVisible()
  await press(page.getByRole('button', { name: `Remove ${second}` }))
  const question = page.getByRole('alertdialog')
  await stopAt(question.getByRole('button', { name: 'Cancel' }))
  await press(question.getByRole('button', { name: 'Remove address' }), 'Space')
  await expect(question).toBeHidden()
  await stopAt(page.getByRole('heading', { name: 'Your addresses' }))

  const elsewhere = await anotherBrowser()
  await signIn(elsewhere, server, { ...person, password: NEW_PASSWORD })
  await goTo(page, 'Sessions')
  await arrive(page, 'Sessions')
  await press(page.getByRole('button', { name: 'Sign out all others' }))
  await stopAt(question.getByRole('button', { name: 'Cancel' }))
  await press(question.getByRole('button', { name: 'Sign out all others' }))
  await expect(page.getByText('One browser is signed out.').first()).toBeVisible()
  const there = await elsewhere.request.get(`${server.url}/api/v1/account`)
  expect(there.status()).toBe(401)

  await goTo(page, 'Profile')
  await arrive(page, 'Profile')
  await press(main(page).getByRole('link', { name: /Delete/ }))
  await arrive(page, 'Delete your account')
  await typeInto(page.getByLabel(`Type ${person.username} to confirm`), person.username)
  await typeInto(page.getByLabel('Password', { exact: true }), 'not the password at all')
  await page.keyboard.press('Enter')
  await stopAt(summaryOf(page))
  await tabTo(page.getByLabel('Password', { exact: true }))
  await page.keyboard.press('Control+a')
  await page.keyboard.type(NEW_PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Your account is deleted.').first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Register' })).toBeVisible()
  await stopAt(titleOf(page))
})
