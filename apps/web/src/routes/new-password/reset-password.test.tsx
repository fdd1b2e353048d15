import { describe, expect, test } from '@jest/globals'
import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { axeViolations } from '../../../test/axe.ts'
import { db, renderApp, requests, server, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const NEW = 'seven quiet lanterns drift'

async function mailedLink(login = 'owner'): Promise<string> {
  await fetch(`${location.origin}/api/v1/password-resets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: location.origin },
    body: JSON.stringify({ login }),
  })
  const url = new URL(db.mails.at(-1)?.links[0] ?? '')
  requests.length = 0
  return url.pathname + url.search
}

const submit = () => screen.getByRole('button', { name: 'Save the password' })

describe('asking for a link', () => {
  test.each(['owner', 'nobody-at-all'])('the answer is the same for %s', async (login) => {
    const { user } = await renderApp('/reset-password')
    expect(await axeViolations()).toEqual([])
    await user.type(screen.getByLabelText('Username or e-mail'), login)
    await user.click(screen.getByRole('button', { name: 'Send the link' }))
    await screen.findByText('Look in your mailbox')
    expect(screen.getByText(new RegExp(`“${login}” has an account`))).toBeTruthy()
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Send it to somebody else' }))
    expect(screen.getByLabelText<HTMLInputElement>('Username or e-mail').value).toBe(login)
  })

  test('needs a name, and says when there is no network', async () => {
    const { user } = await renderApp('/reset-password')
    await user.click(screen.getByRole('button', { name: 'Send the link' }))
    await screen.findByRole('region', { name: 'One thing needs another look' })
    server.use(http.post('*/api/v1/password-resets', () => HttpResponse.error()))
    await user.type(screen.getByLabelText('Username or e-mail'), 'owner{Enter}')
    await screen.findByText(/could not be reached/)
  })
})

describe('the link to set a password', () => {
  test('sets it, without the secret in the address, and leads to signing in', async () => {
    const { user, router } = await renderApp(await mailedLink())
    const password = await screen.findByLabelText('New password')
    expect(screen.getByText('owner')).toBeTruthy()
    expect(router.state.location.search).toBe('')
    const manager = document.querySelector<HTMLInputElement>('input[autocomplete="username"]')
    expect(manager?.value).toBe('owner')
    expect(await axeViolations()).toEqual([])
    await user.type(password, NEW)
    await screen.findByText('Good enough')
    await user.dblClick(submit())
    await screen.findByRole('heading', { name: 'Your new password is set' })
    expect(db.accounts.find(({ username }) => username === 'owner')?.password).toBe(NEW)
    expect(
      requests.filter((line) => line === 'POST /api/v1/password-resets/complete'),
    ).toHaveLength(1)
  })

  test('a password that is too weak or too short stays here', async () => {
    const { user } = await renderApp(await mailedLink())
    await user.type(await screen.findByLabelText('New password'), 'owner owner owner')
    await user.click(submit())
    await screen.findByText(/New password: This password is too easy/)
    await user.clear(screen.getByLabelText('New password'))
    await user.click(submit())
    await screen.findByText('New password: Fill in this field.')
    expect(requests.some((line) => line.endsWith('/complete'))).toBe(false)
  })

  test('a link that ran out between opening and saving', async () => {
    const { user } = await renderApp(await mailedLink())
    db.failNext('completePasswordReset', 'link_invalid')
    await user.type(await screen.findByLabelText('New password'), NEW)
    await user.click(submit())
    expect(await screen.findByText(/This link was used already/)).toBeTruthy()
  })

  test.each(['/reset-password/new', '/reset-password/new?token=used'])(
    'a dead link leads to a new one: %s',
    async (path) => {
      await renderApp(path)
      await screen.findByRole('heading', { name: 'This link does not work' })
      expect(screen.getByRole('link', { name: 'Ask for a new link' })).toBeTruthy()
      expect(await axeViolations()).toEqual([])
    },
  )

  test('no network while saving', async () => {
    const { user } = await renderApp(await mailedLink())
    server.use(http.post('*/api/v1/password-resets/complete', () => HttpResponse.error()))
    await user.type(await screen.findByLabelText('New password'), NEW)
    await user.click(submit())
    await screen.findByText(/could not be reached/)
    await waitFor(() =>
      expect(screen.getByLabelText<HTMLInputElement>('New password').value).toBe(NEW),
    )
  })
})
