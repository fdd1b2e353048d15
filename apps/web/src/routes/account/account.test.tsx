import { describe, expect, test } from '@jest/globals'
import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { SEED_PASSWORD } from '../../../mock-api/seed.ts'
import { axeViolations } from '../../../test/axe.ts'
import { db, renderApp, requests, server, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const NEW = 'seven quiet lanterns drift'
const submit = () => screen.getByRole('button', { name: 'Change the password' })

describe('the account pages', () => {
  test('lead strangers to the sign-in page and back', async () => {
    const { router } = await renderApp('/account/password')
    expect(router.state.location.pathname + router.state.location.search).toBe(
      '/sign-in?next=%2Faccount%2Fpassword',
    )
  })

  test('show the facts', async () => {
    await renderApp('/account', { as: 'owner' })
    expect(await screen.findByText('owner@example.org')).toBeTruthy()
    expect(screen.getByText('Verified')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Send it again' })).toBeNull()
    expect(screen.getByRole('link', { name: 'Profile' }).getAttribute('aria-current')).toBe('page')
    expect(await axeViolations()).toEqual([])
  })

  test('say what an unverified address keeps from, and send the mail again', async () => {
    const { user } = await renderApp('/account', { as: 'unverified' })
    await user.click(await screen.findByRole('button', { name: 'Send it again' }))
    await waitFor(() => expect(db.mails.at(-1)?.to).toBe('unverified@example.org'))
    expect(await axeViolations()).toEqual([])
  })
})

test('mail that came back is told on every screen, with the ways out', async () => {
  const { user, unmount } = await renderApp('/account/tokens', { as: 'bounced' })
  await screen.findByText('bounced@example.org is not verified any more')
  expect(screen.getByText(/Mail to it came back/)).toBeTruthy()
  expect(await axeViolations()).toEqual([])
  await user.click(screen.getByRole('button', { name: 'Send it again' }))
  await waitFor(() => expect(db.mails.at(-1)?.to).toBe('bounced@example.org'))
  await user.click(screen.getByRole('link', { name: 'use another address' }))
  const list = await screen.findByRole('list', { name: 'Your addresses' })
  expect(list.textContent).toMatch(/Not verified.*Mail comes back/)
  expect(screen.queryByText('Is the address mistyped?')).toBeNull()
  expect(await axeViolations()).toEqual([])
  unmount()
  const { pathname, search } = new URL(db.mails.at(-1)!.links[0]!)
  await renderApp(pathname + search)
  await screen.findByText(/bounced@example.org belongs to bounced/)
  expect(screen.queryByText(/not verified any more/)).toBeNull()
})

test('signed out in another tab: this one says so, and keeps what was typed', async () => {
  const { user } = await renderApp('/account/password', { as: 'owner' })
  await user.type(await screen.findByLabelText('New password'), NEW)
  db.sessions.length = 0
  new BroadcastChannel('wheelhouse').postMessage('session')
  await screen.findByText('Your session has ended')
  expect(screen.getByLabelText<HTMLInputElement>('New password').value).toBe(NEW)
  expect(await axeViolations()).toEqual([])
})

describe('changing the password', () => {
  test('works, says so, and empties the form', async () => {
    const { user } = await renderApp('/account/password', { as: 'owner' })
    expect(await axeViolations()).toEqual([])
    await user.type(await screen.findByLabelText('Current password'), SEED_PASSWORD)
    await user.type(screen.getByLabelText('New password'), NEW)
    await user.dblClick(submit())
    await screen.findByText(/Your password is changed/)
    expect(db.accounts.find(({ username }) => username === 'owner')?.password).toBe(NEW)
    expect(screen.getByLabelText<HTMLInputElement>('Current password').value).toBe('')
    expect(requests.filter((line) => line === 'POST /api/v1/account/password')).toHaveLength(1)
  })

  test('a wrong current password is refused at its field', async () => {
    const { user } = await renderApp('/account/password', { as: 'owner' })
    await user.type(await screen.findByLabelText('Current password'), 'not it')
    await user.type(screen.getByLabelText('New password'), NEW)
    await user.click(submit())
    const summary = await screen.findByRole('region', { name: 'One thing needs another look' })
    expect(summary.textContent).toContain('Current password: This is not your current password.')
    await user.type(screen.getByLabelText('Current password'), '!')
    await waitFor(() => expect(screen.queryByText(/not your current password/)).toBeNull())
  })

  test('both fields are needed, and the new one has to be good', async () => {
    const { user } = await renderApp('/account/password', { as: 'owner' })
    await user.click(submit())
    await screen.findByRole('region', { name: '2 things need another look' })
    await user.type(screen.getByLabelText('Current password'), SEED_PASSWORD)
    await user.type(screen.getByLabelText('New password'), 'qwertyqwerty')
    await user.click(submit())
    await screen.findByText(/New password: This password is too easy/)
  })

  test('a session that ended elsewhere: everything typed stays, with a way to sign in again', async () => {
    const { user } = await renderApp('/account/password', { as: 'owner' })
    db.sessions.length = 0
    await user.type(await screen.findByLabelText('Current password'), SEED_PASSWORD)
    await user.type(screen.getByLabelText('New password'), NEW)
    await user.click(submit())
    const again = await screen.findByRole('link', { name: 'Sign in again' })
    expect(again.getAttribute('href')).toBe('/sign-in?next=%2Faccount%2Fpassword')
    expect(screen.getByLabelText<HTMLInputElement>('New password').value).toBe(NEW)
  })

  test('no network', async () => {
    const { user } = await renderApp('/account/password', { as: 'owner' })
    server.use(http.post('*/api/v1/account/password', () => HttpResponse.error()))
    await user.type(await screen.findByLabelText('Current password'), SEED_PASSWORD)
    await user.type(screen.getByLabelText('New password'), NEW)
    await user.click(submit())
    await screen.findByText(/could not be reached/)
  })
})
