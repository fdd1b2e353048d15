import { describe, expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { axeViolations } from '../../../test/axe.ts'
import { db, renderApp, requests, server, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const cards = () =>
  within(screen.getByRole('list', { name: 'Your addresses' })).getAllByRole('listitem')
const owner = () => db.accounts.find(({ username }) => username === 'owner')!
const address = () => screen.getByLabelText<HTMLInputElement>('E-mail address')
const submit = () => screen.getByRole('button', { name: 'Add address' })
const mailsTo = (email: string) => db.mails.filter(({ to }) => to === email)

/** The owner, with a second address. */
async function open(second?: { verified: boolean }) {
  if (second !== undefined) {
    const createdAt = '2025-01-01T00:00:00.000Z'
    owner().otherEmails.push({ id: crypto.randomUUID(), address: 'b@c.de', ...second, createdAt })
  }
  return renderApp('/account/emails', { as: 'owner' })
}

describe('the list of addresses', () => {
  test('tells which is primary and which are verified', async () => {
    await open({ verified: false })
    const [primary, waiting] = cards()
    expect(primary?.textContent).toMatch(/owner@example.org.*Primary.*Verified/)
    expect(waiting?.textContent).toContain('Not verified')
    expect(screen.queryByRole('button', { name: 'Remove owner@example.org' })).toBeNull()
    expect(await axeViolations()).toEqual([])
  })

  test('a verified one is made primary after a question', async () => {
    const { user } = await open({ verified: true })
    await user.click(screen.getByRole('button', { name: 'Make primary: b@c.de' }))
    const dialog = await screen.findByRole('alertdialog')
    expect(await axeViolations()).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Make primary' }))
    await screen.findByText('Mail goes to b@c.de from now on.')
    expect(cards()[0]?.textContent).toMatch(/^b@c.dePrimary/)
    expect(mailsTo('owner@example.org')).toHaveLength(1)
  })

  test('one is removed after a question; the focus goes to the list', async () => {
    const { user } = await open({ verified: true })
    await user.click(screen.getByRole('button', { name: 'Remove b@c.de' }))
    const dialog = await screen.findByRole('alertdialog', { name: 'Remove b@c.de?' })
    await user.click(within(dialog).getByRole('button', { name: 'Remove address' }))
    await screen.findByText('b@c.de is removed.')
    expect(owner().otherEmails).toEqual([])
    expect(document.activeElement?.textContent).toBe('Your addresses')
  })

  test('a refusal is said in the question', async () => {
    const { user } = await open({ verified: true })
    db.failNext('removeEmail', 'unavailable')
    await user.click(screen.getByRole('button', { name: 'Remove b@c.de' }))
    const dialog = await screen.findByRole('alertdialog')
    await user.click(within(dialog).getByRole('button', { name: 'Remove address' }))
    await within(dialog).findByText(/busy or away/)
    expect(owner().otherEmails).toHaveLength(1)
  })

  test('one is shown to others, and hidden again', async () => {
    const { user } = await open()
    const button = () => screen.getByRole('button', { name: 'Show to others: owner@example.org' })
    await user.click(button())
    await screen.findByText('The address is shown to others.')
    expect(button().getAttribute('aria-pressed')).toBe('true')
    await user.click(screen.getByRole('link', { name: 'Profile' }))
    const shown = await screen.findByText('Shown to others', { selector: 'dt' })
    expect(shown.nextElementSibling?.textContent).toContain('owner@example.org')
    await user.click(screen.getByRole('link', { name: 'E-mail addresses' }))
    await screen.findByRole('list', { name: 'Your addresses' })
    await user.click(button())
    await waitFor(() => expect(owner().publicEmail).toBeNull())
  })

  test('the mail is sent again, then the button counts down', async () => {
    const { user } = await open({ verified: false })
    await user.click(screen.getByRole('button', { name: 'Send it again to b@c.de' }))
    await screen.findByRole('button', { name: /^Send it again in \d+ seconds$/ })
    expect(mailsTo('b@c.de')).toHaveLength(1)
  })
})

describe('adding an address', () => {
  test('lists it as waiting and says where the mail went', async () => {
    const { user } = await open()
    await user.type(address(), 'new@example.org')
    await user.dblClick(submit())
    await screen.findByText(/mail that we sent to new@example.org/)
    expect(cards()).toHaveLength(2)
    expect(address().value).toBe('')
    expect(requests.filter((line) => line === 'POST /api/v1/account/emails')).toHaveLength(1)
    expect(await axeViolations()).toEqual([])
  })

  test('nothing, and what is no address', async () => {
    const { user } = await open()
    await user.click(submit())
    const summary = await screen.findByRole('region', { name: 'One thing needs another look' })
    expect(document.activeElement).toBe(summary)
    await user.type(address(), 'nobody')
    await user.click(submit())
    await screen.findByText(/E-mail address: Write a whole address/)
  })

  test('one that is there already is refused at its field', async () => {
    const { user } = await open()
    await user.type(address(), 'OWNER@example.org')
    await user.click(submit())
    await screen.findByText(/E-mail address: This address is on your list already/)
    expect(address().value).toBe('OWNER@example.org')
  })

  test('a mistyped domain is asked about', async () => {
    const { user } = await open()
    await user.type(address(), 'jane@gmial.com')
    await user.tab()
    await user.click(await screen.findByRole('button', { name: 'jane@gmail.com' }))
    expect(address().value).toBe('jane@gmail.com')
  })

  test('too many tries, and no network', async () => {
    const { user } = await open()
    db.failNext('addEmail', 'rate_limited')
    await user.type(address(), 'new@example.org')
    await user.click(submit())
    await screen.findAllByText(/Wait \d+ seconds before you try again/)
    server.use(http.post('*/api/v1/account/emails', () => HttpResponse.error()))
    expect(address().value).toBe('new@example.org')
  })
})

test('somebody who mistyped the address at registration adds the right one', async () => {
  const { user } = await renderApp('/account/emails', { as: 'unverified' })
  await screen.findByText('Is the address mistyped?')
  await user.type(address(), 'right@example.org')
  await user.click(submit())
  await screen.findByText(/mail that we sent to right@example.org/)
  const link = new URL(mailsTo('right@example.org')[0]!.links[0]!)
  await renderApp(link.pathname + link.search)
  await screen.findByText(/right@example.org belongs to unverified/)
  const account = db.accounts.find(({ username }) => username === 'unverified')!
  expect([account.email, account.emailVerified]).toEqual(['right@example.org', true])
})
