import { createAccount, newPerson, PASSWORD, signIn, type Person } from './support/accounts.ts'
import { expect, test } from './support/fixtures.ts'

const NEW_PASSWORD = 'eleven quiet harbours in spring'

test('a forgotten password is set anew by the mailed link, which works once', async ({
  page,
  server,
}) => {
  const person = await createAccount(server)
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  // The page before has a field of this name too.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reset your password')
  await page.getByLabel('Username or e-mail').fill(person.username)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByText('Look in your mailbox')).toBeVisible()
  await page.getByRole('link', { name: 'open the mailbox' }).click()
  const [mail] = await server.mailsTo(person.email)
  const link = mail?.links.find((address) => address.includes('/reset-password/new')) ?? ''
  await page.getByRole('link', { name: link }).click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set a new password')
  await expect(page.getByText(`For the account ${person.username}.`)).toBeVisible()
  expect(page.url(), 'the code is taken out of the address').not.toContain('token=')
  await page.getByLabel('New password').fill(NEW_PASSWORD)
  await page.getByRole('button', { name: 'Save the password' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your new password is set')

  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('Username or e-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD)
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Profile')

  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not work')
})

test('a wrong password is refused in words that tell nothing else', async ({ page, server }) => {
  const person = await createAccount(server)
  for (const login of [person.username, 'nobody-of-this-name']) {
    await page.goto('/sign-in')
    await page.getByLabel('Username or e-mail').fill(login)
    await page.getByLabel('Password', { exact: true }).fill('not the password at all')
    await page.getByLabel('Password', { exact: true }).press('Enter')
    const summary = page.getByRole('region', { name: 'That did not work' })
    await expect(summary).toContainText('The name or the password is not right.')
    await expect(summary).toBeFocused()
    await expect(page).toHaveTitle(/^Error: Sign in/)
    await expect(page.getByLabel('Username or e-mail')).toHaveValue(login)
  }
})

test('signing out in one tab ends the other', async ({ context, page, person }) => {
  await page.goto('/account/password')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Change your password')
  await page.getByLabel('Current password').fill('half a thought')

  const other = await context.newPage()
  await other.goto('/account')
  await other.getByRole('button', { name: `Account of ${person.username}` }).click()
  await other.getByRole('button', { name: 'Sign out' }).click()
  await expect(other.getByRole('link', { name: 'Register' })).toBeVisible()

  await expect(page.getByText('Your session has ended')).toBeVisible()
  await expect(page.getByLabel('Current password')).toHaveValue('half a thought')
  await page.getByRole('link', { name: 'Sign in again' }).click()
  await expect(page).toHaveURL(/\/sign-in\?next=%2Faccount%2Fpassword$/)
})

test('a changed password ends the sessions of other browsers, not this one', async ({
  anotherBrowser,
  page,
  person,
  server,
}) => {
  const elsewhere = await anotherBrowser()
  await signIn(elsewhere, server, person)
  const there = await elsewhere.newPage()
  await there.goto('/account')
  await expect(there.getByRole('heading', { level: 1 })).toHaveText('Profile')

  await page.goto('/account/password')
  await page.getByLabel('Current password').fill(PASSWORD)
  await page.getByLabel('New password').fill(NEW_PASSWORD)
  await page.getByRole('button', { name: 'Change the password' }).click()
  await expect(page.getByText('Your password is changed.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Change your password')

  await there.reload()
  await expect(there).toHaveURL(/\/sign-in\?next=%2Faccount$/)
  await expect(there.getByRole('heading', { level: 1 })).toHaveText('Sign in')
  const subjects = (await server.mailsTo(person.email)).map(({ subject }) => subject)
  expect(subjects).toContain('Your password was changed')
})

test('somebody with an unverified address is told so and gets the mail again', async ({
  context,
  page,
  server,
}) => {
  const person = await createAccount(server, { verified: false })
  await signIn(context, server, person)
  await page.goto('/account')
  await expect(page.getByText(`once ${person.email} is verified.`)).toBeVisible()
  await page.getByRole('button', { name: 'Send it again' }).click()
  await expect(page.getByRole('main').getByText('Sent. It may take a minute')).toBeVisible()

  const [mail] = await server.mailsTo(person.email)
  // An answer from before that comes late must not be taken for the present state.
  const verified = page.waitForResponse(/\/api\/v1\/email-verifications$/)
  await page.route(
    /\/api\/v1\/account$/,
    async (route) => {
      const response = await route.fetch()
      await verified
      await route.fulfill({ response })
    },
    { times: 1 },
  )
  await page.goto(mail?.links[0] ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your address is verified')
  await page.getByRole('link', { name: 'Go to your account' }).click()
  await expect(page.getByText('Verified', { exact: true })).toBeVisible()
})

test('a press on the button counts although the field that is left shows an error', async ({
  page,
}) => {
  await page.goto('/register')
  await page.getByLabel('Password', { exact: true }).fill('too short')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('region', { name: /things need another look/ })).toBeFocused()
})

test('a name that was taken meanwhile is said at its field, and stays there', async ({
  page,
  server,
}) => {
  const mine = newPerson()
  await page.goto('/register')
  await page.getByLabel('E-mail address').fill(mine.email)
  await page.getByLabel('Password', { exact: true }).fill(mine.password)
  await page.getByLabel('Username').fill(mine.username)
  await page.getByLabel('Username').blur()
  await expect(page.getByText(`${mine.username} is free.`)).toBeVisible()
  await createAccount(server, { person: { ...mine, email: `other-${mine.email}` } })
  await page.getByLabel('Username').press('Enter')
  await expect(page.getByRole('region', { name: 'One thing needs another look' })).toBeFocused()
  await expect(page.getByText('This username is taken. Choose another one.').first()).toBeVisible()
  await expect(page.getByLabel('Username')).toHaveAttribute('aria-invalid', 'true')
})

const FOREIGN = ['//example.org/', 'https://example.org/', '/\\example.org', '/./%2Fexample.org']

test.describe('the address to go on to after signing in', () => {
  let person: Person

  test.beforeAll(async ({ server }) => {
    person = await createAccount(server)
  })

  for (const next of FOREIGN) {
    test(`${next} does not lead to another site`, async ({ foreign, page, server }) => {
      await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
      await page.getByLabel('Username or e-mail').fill(person.username)
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
      await page.getByLabel('Password', { exact: true }).press('Enter')
      const menu = page.getByRole('button', { name: `Account of ${person.username}` })
      await expect(menu).toBeVisible()
      await expect(page).not.toHaveURL(/\/sign-in/)
      expect(new URL(page.url()).origin).toBe(server.url)
      expect(foreign).toEqual([])
    })
  }
})

test('what measures passwords is fetched when its field gets the focus, not before', async ({
  page,
}) => {
  const scripts: string[] = []
  page.on('request', (request) => {
    if (/worker/.test(request.url())) scripts.push(request.url())
  })
  const { username, email } = newPerson()
  await page.goto('/register')
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('E-mail address').fill(email)
  await page.waitForLoadState('networkidle')
  expect(scripts).toEqual([])

  const fetched = page.waitForRequest(/password-strength\.worker/)
  await page.getByLabel('Password', { exact: true }).focus()
  await fetched
  await page.getByLabel('Password', { exact: true }).fill(username)
  await expect(page.getByText('Not strong enough yet')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await expect(page.getByText('Good enough')).toBeVisible()
})
