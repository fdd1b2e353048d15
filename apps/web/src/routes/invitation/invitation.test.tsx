import { describe, expect, test } from '@jest/globals'
import { screen } from '@testing-library/react'
import { createInvitation } from '../../../mock-api/handlers/invitations.ts'
import { axeViolations } from '../../../test/axe.ts'
import { db, renderApp, requests, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const PASSWORD = 'violet anchor 47 meadow quilt'
const submit = () => screen.getByRole('button', { name: 'Create account' })

async function open() {
  const link = new URL(createInvitation(db, location.origin, 'guest@example.org'))
  const app = await renderApp(link.pathname + link.search)
  await screen.findByLabelText('Username')
  return app
}

describe('an invitation', () => {
  test('opens an account for its address, once, and leads to the sign-in', async () => {
    db.registration = 'invite'
    const { user, router } = await open()
    expect(router.state.location.search).toBe('')
    expect(screen.getByText('guest@example.org')).toBeTruthy()
    expect(await axeViolations()).toEqual([])
    await user.type(screen.getByLabelText('Username'), 'guest')
    await user.type(screen.getByLabelText('Password'), PASSWORD)
    await user.dblClick(submit())
    await screen.findByText('Your account is ready. Sign in to go on.')
    expect(router.state.location.pathname).toBe('/sign-in')
    expect(db.accounts.at(-1)).toMatchObject({ email: 'guest@example.org', emailVerified: true })
    expect(requests.filter((line) => line.endsWith('/invitations/accept'))).toHaveLength(1)
  })

  test('nothing filled in, and a username that is taken', async () => {
    const { user } = await open()
    await user.click(submit())
    await screen.findByRole('region', { name: '2 things need another look' })
    await user.type(screen.getByLabelText('Username'), 'Owner')
    await user.type(screen.getByLabelText('Password'), PASSWORD)
    await user.click(submit())
    await screen.findByText(/Username: This username is taken/)
    expect(db.accounts).toHaveLength(6)
  })

  test.each(['/register/invitation', '/register/invitation?token=dead'])(
    'at %s says that it does not work',
    async (path) => {
      await renderApp(path)
      await screen.findByRole('heading', { name: 'This invitation does not work' })
      expect(await axeViolations()).toEqual([])
    },
  )

  test('says so where registration is closed', async () => {
    db.registration = 'closed'
    await renderApp('/register/invitation?token=any')
    await screen.findByText('Registration is closed')
    expect(await axeViolations()).toEqual([])
  })
})
