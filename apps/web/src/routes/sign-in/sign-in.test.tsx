import { describe, expect, test } from '@jest/globals'
import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { SEED_PASSWORD } from '../../../mock-api/seed.ts'
import { axeViolations } from '../../../test/axe.ts'
import { db, renderApp, requests, server, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const login = () => screen.findByLabelText('Username or e-mail')
const password = () => screen.getByLabelText('Password')
const submit = () => screen.getByRole('button', { name: 'Sign in' })
const posts = () => requests.filter((line) => line.startsWith('POST'))

describe('signing in', () => {
  test('leads to where somebody wanted to go, and shows who is signed in', async () => {
    const { user, router } = await renderApp('/sign-in?next=%2Faccount%2Fpassword')
    expect(await axeViolations()).toEqual([])
    await user.type(await login(), 'owner@example.org')
    await user.type(password(), SEED_PASSWORD)
    await user.click(submit())
    await waitFor(() => expect(router.state.location.pathname).toBe('/account/password'))
    expect(await screen.findByRole('button', { name: 'Account of owner' })).toBeTruthy()
    await screen.findByRole('heading', { name: 'Change your password' })
    expect(document.activeElement?.textContent).toBe('Change your password')
    expect(db.sessions).toHaveLength(1)
    expect(db.sessions[0]?.remember).toBe(false)
  })

  test('keeps the session when asked to', async () => {
    const { user, router } = await renderApp('/sign-in')
    await user.type(await login(), 'owner')
    await user.type(password(), SEED_PASSWORD)
    await user.click(screen.getByLabelText('Stay signed in on this device'))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(router.state.location.pathname).toBe('/account'))
    expect(db.sessions[0]?.remember).toBe(true)
  })

  test.each(['//evil.example/', 'https://evil.example/', '/\\evil.example', '/%09/evil'])(
    'does not lead to another site: %s',
    async (next) => {
      const { router } = await renderApp(`/sign-in?next=${encodeURIComponent(next)}`, {
        as: 'owner',
      })
      await waitFor(() => expect(router.state.location.pathname).not.toBe('/sign-in'))
      expect(`${router.state.location.pathname}`).not.toContain('//')
      expect(location.hostname).toBe('localhost')
    },
  )

  test('a wrong password is said at the top, with the focus, and everything typed stays', async () => {
    const { user } = await renderApp('/sign-in')
    await user.type(await login(), 'owner')
    await user.type(password(), 'not this')
    await user.click(submit())
    const summary = await screen.findByRole('region', { name: 'That did not work' })
    expect(summary.textContent).toContain('The name or the password is not right.')
    await waitFor(() => expect(document.activeElement).toBe(summary))
    expect(document.title).toBe('Error: Sign in · Wheelhouse')
    expect((password() as HTMLInputElement).value).toBe('not this')
    expect(await axeViolations()).toEqual([])
  })

  test('nothing filled in: both fields are named and nothing is sent', async () => {
    const { user } = await renderApp('/sign-in')
    await login()
    await user.click(submit())
    const summary = await screen.findByRole('region', { name: '2 things need another look' })
    expect(summary.textContent).toContain('Username or e-mail: Fill in this field.')
    expect((await login()).getAttribute('aria-invalid')).toBe('true')
    expect(posts()).toEqual([])
    await user.click(screen.getByRole('link', { name: /^Password/ }))
    expect(document.activeElement).toBe(password())
  })

  test('too many attempts: the button waits as long as the server asks', async () => {
    const { user } = await renderApp('/sign-in')
    db.failNext('signIn', 'rate_limited')
    await user.type(await login(), 'owner')
    await user.type(password(), SEED_PASSWORD)
    await user.click(submit())
    expect((await screen.findAllByText(/Wait 30 seconds/)).length).toBeGreaterThan(0)
    expect(submit().getAttribute('aria-disabled')).toBe('true')
    await user.click(submit())
    await user.type(password(), '{Enter}')
    expect(posts()).toHaveLength(1)
  })

  test('no network: says so, and the same values work once it is back', async () => {
    const { user, router } = await renderApp('/sign-in')
    server.use(http.post('*/api/v1/sessions', () => HttpResponse.error(), { once: true }))
    await user.type(await login(), 'owner')
    await user.type(password(), SEED_PASSWORD)
    await user.click(submit())
    await screen.findByText(/The server could not be reached/)
    await user.click(submit())
    await waitFor(() => expect(router.state.location.pathname).toBe('/account'))
  })

  test('pressed twice, sent once', async () => {
    const { user, router } = await renderApp('/sign-in')
    await user.type(await login(), 'owner')
    await user.type(password(), SEED_PASSWORD)
    await user.dblClick(submit())
    await waitFor(() => expect(router.state.location.pathname).toBe('/account'))
    expect(posts()).toEqual(['POST /api/v1/sessions'])
  })

  test('somebody who is signed in is led on', async () => {
    const { router } = await renderApp('/sign-in', { as: 'owner' })
    expect(router.state.location.pathname).toBe('/account')
  })
})
