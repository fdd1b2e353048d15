import { describe, expect, test } from '@jest/globals'
import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { axeViolations } from '../../../test/axe.ts'
import { db, renderApp, server, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

describe('the frame of every page', () => {
  test('the start page has its search and the lines to copy', async () => {
    await renderApp('/')
    expect(await screen.findByText(/pip install --index-url/)).toBeTruthy()
    expect(screen.getAllByRole('searchbox')).toHaveLength(1)
    expect(await axeViolations()).toEqual([])
  })

  test('the first stop of the keyboard leads over the header', async () => {
    const { user } = await renderApp('/')
    await user.tab()
    expect(document.activeElement?.textContent).toBe('Skip to the content')
    expect(
      document.querySelector(document.activeElement?.getAttribute('href') ?? '')?.tagName,
    ).toBe('MAIN')
  })

  test('a change of route moves the focus to the heading, names the page and says it once', async () => {
    const { user } = await renderApp('/')
    expect(document.activeElement).toBe(document.body)
    await user.click(screen.getByRole('link', { name: 'Register' }))
    const heading = await screen.findByRole('heading', { name: 'Open an account' })
    await waitFor(() => expect(document.activeElement).toBe(heading))
    expect(document.title).toBe('Open an account · Wheelhouse')
    const spoken = [...document.querySelectorAll('[aria-live]')].filter((region) =>
      region.textContent?.includes('Open an account'),
    )
    expect(spoken).toHaveLength(1)
  })

  test('search from any page', async () => {
    const { user, router } = await renderApp('/sign-in')
    await user.type(screen.getByRole('searchbox'), ' http client {Enter}')
    await waitFor(() => expect(router.state.location.pathname).toBe('/search'))
    expect(router.state.location.search).toBe('?q=http%20client')
  })

  test('an address that leads nowhere', async () => {
    await renderApp('/no/such/page')
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('There is nothing here')
    expect(await axeViolations()).toEqual([])
  })

  test('a theme is chosen, kept, and given back to the system', async () => {
    const { user } = await renderApp('/')
    await user.click(screen.getByRole('button', { name: 'Theme' }))
    await user.click(screen.getByRole('button', { name: 'Dark' }))
    expect(document.documentElement.dataset.theme).toBe('dark')
    expect(localStorage.getItem('wheelhouse-theme')).toBe('dark')
    await user.click(screen.getByRole('button', { name: 'Theme' }))
    expect(screen.getByRole('button', { name: 'Dark' }).getAttribute('aria-pressed')).toBe('true')
    await user.click(screen.getByRole('button', { name: 'As the system' }))
    expect(document.documentElement.dataset.theme).toBeUndefined()
    expect(localStorage.getItem('wheelhouse-theme')).toBeNull()
  })

  test('menus close by Escape, with the focus back on their button', async () => {
    const { user } = await renderApp('/', { as: 'owner' })
    const button = await screen.findByRole('button', { name: 'Account of owner' })
    await user.click(button)
    await user.tab()
    expect(document.activeElement?.textContent).toBe('Profile')
    await user.keyboard('{Escape}')
    expect(document.activeElement).toBe(button)
    expect(button.getAttribute('aria-expanded')).toBe('false')
  })

  test('signing out ends the session and goes to the start page', async () => {
    const { user, router } = await renderApp('/account', { as: 'owner' })
    await user.click(await screen.findByRole('button', { name: 'Account of owner' }))
    await user.click(screen.getByRole('button', { name: 'Sign out' }))
    await screen.findByText('You are signed out.')
    expect(router.state.location.pathname).toBe('/')
    expect(db.sessions).toHaveLength(0)
    expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy()
  })

  test('signing out that fails says so and changes nothing', async () => {
    const { user } = await renderApp('/account', { as: 'owner' })
    server.use(http.delete('*/api/v1/sessions/current', () => HttpResponse.error()))
    await user.click(await screen.findByRole('button', { name: 'Account of owner' }))
    await user.click(screen.getByRole('button', { name: 'Sign out' }))
    await screen.findByText(/gave no answer/)
    expect(screen.getByRole('button', { name: 'Account of owner' })).toBeTruthy()
  })

  test('a screen that cannot load keeps the header and shows the request to report', async () => {
    db.failNext('getAccount', 'internal')
    await renderApp('/account', { as: 'owner' })
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('This page broke')
    expect(screen.getByText(/^Request /)).toBeTruthy()
    expect(screen.getByRole('banner')).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })
})
