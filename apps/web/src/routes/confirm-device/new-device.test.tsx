import { describe, expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { confirmDevice, getAccount } from '@wheelhouse/shared-types'
import { signInAs } from '../../../mock-api/personas.ts'
import { SEED_PASSWORD } from '../../../mock-api/seed.ts'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, requests, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const MINUTE = 60_000
const CODE = 'bbbbbb-bbbbbb-bbbbbb-bbbbbb'
const linkMails = () => db.mails.filter(({ subject }) => subject.includes('new browser'))

/** The address that the newest link leads to. */
function mailedLink(): string {
  const url = new URL(linkMails().at(-1)?.links[0] ?? '')
  return url.pathname + url.search
}

/** Signs in by a recovery code in a browser that the account does not know. */
async function waitForLink() {
  const app = await renderApp('/sign-in?next=%2Faccount%2Ftokens')
  await app.user.type(await screen.findByLabelText('Username or e-mail'), 'secured')
  await app.user.type(screen.getByLabelText('Password'), SEED_PASSWORD)
  await app.user.click(screen.getByRole('button', { name: 'Sign in' }))
  await app.user.click(await screen.findByRole('tab', { name: 'Recovery code' }))
  await app.user.type(screen.getByRole('textbox', { name: 'Recovery code' }), CODE)
  await app.user.click(screen.getByRole('button', { name: 'Sign in' }))
  await screen.findByRole('heading', { name: 'Look in your mailbox' })
  await screen.findByRole('button', { name: 'Send it again' })
  return app
}

/** As `waitForLink`; the page that waits is closed, and the link is what is left. */
async function takeLink(): Promise<string> {
  const { unmount } = await waitForLink()
  unmount()
  return mailedLink()
}

describe('the page that waits for the mailed link', () => {
  test('says where to look, and goes on by itself when the link was opened in another tab', async () => {
    const { client, router } = await waitForLink()
    expect(document.activeElement?.textContent).toBe('Look in your mailbox')
    expect(screen.getByText('s•••@example.org')).toBeTruthy()
    await screen.findByRole('link', { name: 'open the mailbox' })
    expect(await axeViolations()).toEqual([])
    expect(db.sessions).toEqual([])
    const token = new URLSearchParams(mailedLink().split('?')[1]).get('token')
    const answer = await fetch(location.origin + confirmDevice.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: location.origin },
      body: JSON.stringify({ token }),
    })
    expect(answer.status).toBe(201)
    // What the news of the other tab does here.
    await client.invalidateQueries({ queryKey: [getAccount.id] })
    await waitFor(() => expect(router.state.location.pathname).toBe('/account/tokens'))
    expect(db.sessions).toHaveLength(1)
  })

  test('sends the mail again, then waits', async () => {
    const { user } = await waitForLink()
    await user.click(screen.getByRole('button', { name: 'Send it again' }))
    const button = await screen.findByRole('button', { name: /^Send it again in \d+ seconds/ })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    await user.click(button)
    expect(linkMails()).toHaveLength(2)
  })

  test('says of a limit how long it lasts', async () => {
    const { user } = await waitForLink()
    db.failNext('resendDeviceCheck', 'rate_limited')
    await user.click(screen.getByRole('button', { name: 'Send it again' }))
    await screen.findByRole('button', { name: /^Send it again in \d+ seconds/ })
    expect(screen.getByText('There were too many attempts.')).toBeTruthy()
    expect(linkMails()).toHaveLength(1)
  })

  test('that took too long leads back to the password', async () => {
    const { user } = await waitForLink()
    db.advance(31 * MINUTE)
    await user.click(screen.getByRole('button', { name: 'Send it again' }))
    await screen.findByText('This took too long')
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Begin again' }))
    await screen.findByLabelText('Username or e-mail')
  })
})

describe('the mailed link', () => {
  test('signs in, once, leaves the address bar, and the browser is known then', async () => {
    const link = await takeLink()
    requests.length = 0
    const { router, user } = await renderApp(link)
    await screen.findByRole('heading', { name: 'You are signed in' })
    expect(router.state.location.search).toBe('')
    expect(requests.filter((line) => line === `POST ${confirmDevice.path}`)).toHaveLength(1)
    expect(await axeViolations()).toEqual([])
    expect(db.knownBrowsers).toHaveLength(1)
    await user.click(screen.getByRole('link', { name: 'Go to your account' }))
    await screen.findByRole('heading', { name: 'Profile' })
  })

  test('in another browser says where it has to be opened, and what if that is nowhere', async () => {
    const link = await takeLink()
    const { browserName } = db
    db.browserName = 'another'
    const { user, unmount } = await renderApp(link)
    await screen.findByRole('heading', { name: 'Open this link in the other browser' })
    expect(await axeViolations()).toEqual([])
    expect(db.sessions).toEqual([])
    await user.click(screen.getByRole('link', { name: 'This is what to do now' }))
    await screen.findByRole('heading', { name: 'This was not me' })
    unmount()
    db.browserName = browserName
    await renderApp(link)
    await screen.findByRole('heading', { name: 'You are signed in' })
  })

  test('that is dead or cut short says so', async () => {
    const dead = await renderApp('/sign-in/confirm?token=dead')
    await screen.findByRole('heading', { name: 'This link does not work' })
    expect(await axeViolations()).toEqual([])
    const main = within(screen.getByRole('main'))
    expect(main.getByRole('link', { name: 'Sign in again' })).toBeTruthy()
    dead.unmount()
    await renderApp('/sign-in/confirm')
    expect(await screen.findByText(/lacks the code/)).toBeTruthy()
  })

  test('can be tried again after a failure', async () => {
    const link = await takeLink()
    const mend = breakOperation(confirmDevice)
    const { user } = await renderApp(link)
    const retry = await screen.findByRole('button', { name: 'Try again' })
    mend()
    await user.click(retry)
    await screen.findByRole('heading', { name: 'You are signed in' })
  })
})

describe('the page for somebody whose account is used by another', () => {
  test('is open to everybody, and has each step with its links', async () => {
    const visitor = await renderApp('/not-me')
    const main = () => within(screen.getByRole('main'))
    const [first, ...rest] = main().getAllByRole('listitem')
    expect(rest).toHaveLength(5)
    expect(within(first!).getByRole('link').getAttribute('href')).toBe('/reset-password')
    expect(await axeViolations()).toEqual([])
    visitor.unmount()
    await renderApp('/not-me', { as: 'owner' })
    await main().findByRole('link', { name: 'Change your password' })
    const links = main().getAllByRole('link')
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      '/account/password',
      '/account/sessions',
      '/account/two-factor',
      '/account/emails',
      '/account/tokens',
      '/account/history',
      '/account/projects',
    ])
  })
  test('signs every other browser out and mails a link with one press', async () => {
    signInAs(db, 'owner')
    const { user } = await renderApp('/not-me', { as: 'owner' })
    const { id } = db.accounts.find(({ username }) => username === 'owner')!
    const own = () => db.sessions.filter(({ accountId }) => accountId === id)
    expect(own()).toHaveLength(2)
    await user.click(
      await screen.findByRole('button', { name: 'Sign out the others and mail me a link' }),
    )
    const said = await screen.findByText('The others are signed out')
    expect(said.closest('[role=status]')).toBe(document.activeElement)
    expect(own()).toHaveLength(1)
    expect(db.mails.at(-1)?.links[0]).toContain('/reset-password/')
    expect(await axeViolations()).toEqual([])
  })
})
