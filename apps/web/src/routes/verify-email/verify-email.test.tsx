import { describe, expect, test } from '@jest/globals'
import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { axeViolations } from '../../../test/axe.ts'
import { db, renderApp, requests, server, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

/** Has the mail sent and gives the address that its link leads to. */
async function mailedLink(): Promise<string> {
  await fetch(`${location.origin}/api/v1/email-verifications/resend`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: location.origin },
    body: JSON.stringify({ email: 'unverified@example.org' }),
  })
  const url = new URL(db.mails.at(-1)?.links[0] ?? '')
  requests.length = 0
  return url.pathname + url.search
}

describe('the link to verify an address', () => {
  test('works signed out, once, and leaves the address bar', async () => {
    const link = await mailedLink()
    const { router } = await renderApp(link)
    await screen.findByRole('heading', { name: 'Your address is verified' })
    expect(router.state.location.search).toBe('')
    expect(requests.filter((line) => line === 'POST /api/v1/email-verifications')).toHaveLength(1)
    expect(db.accounts.find(({ username }) => username === 'unverified')?.emailVerified).toBe(true)
    expect(screen.getAllByRole('link', { name: 'Sign in' }).length).toBeGreaterThan(0)
    expect(await axeViolations()).toEqual([])
  })

  test('works signed in, and the account shows it', async () => {
    const { user } = await renderApp(await mailedLink(), { as: 'unverified' })
    await user.click(await screen.findByRole('link', { name: 'Go to your account' }))
    expect(await screen.findByText('Verified')).toBeTruthy()
  })

  test('a used link says what to do, with a form for another mail', async () => {
    const { user } = await renderApp('/verify-email?token=used')
    await screen.findByRole('heading', { name: 'This link does not work' })
    expect(await axeViolations()).toEqual([])
    await user.type(screen.getByLabelText('E-mail address'), 'unverified@example.org')
    await user.click(screen.getByRole('button', { name: 'Send it again' }))
    await screen.findByText(/Sent\./)
    expect(db.mails).toHaveLength(1)
  })

  test('an address without the code asks for the mail', async () => {
    await renderApp('/verify-email')
    expect(await screen.findByText(/lacks the code/)).toBeTruthy()
    expect(requests.filter((line) => line.startsWith('POST'))).toEqual([])
  })

  test('no network: the same link can be tried again', async () => {
    const link = await mailedLink()
    server.use(
      http.post('*/api/v1/email-verifications', () => HttpResponse.error(), { once: true }),
    )
    const { user } = await renderApp(link)
    await user.click(await screen.findByRole('button', { name: 'Try again' }))
    await waitFor(() =>
      expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
        'Your address is verified',
      ),
    )
  })
})
