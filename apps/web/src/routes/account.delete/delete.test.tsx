import { describe, expect, test } from '@jest/globals'
import { screen } from '@testing-library/react'
import { SEED_PASSWORD } from '../../../mock-api/seed.ts'
import { axeViolations } from '../../../test/axe.ts'
import { db, renderApp, requests, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const submit = () => screen.getByRole('button', { name: 'Delete my account' })

test('is blocked for the only owner of projects, with the way to each', async () => {
  await renderApp('/account/delete', { as: 'owner' })
  await screen.findByText(/projects have no other owner/)
  const link = screen.getByRole('link', { name: 'Manage tiny' })
  expect(link.getAttribute('href')).toBe('/account/projects/tiny')
  expect(screen.queryByLabelText('Password')).toBeNull()
  expect(await axeViolations()).toEqual([])
})

describe('for who owns nothing alone', () => {
  const fill = async (username: string, password: string) => {
    const app = await renderApp('/account/delete', { as: 'unverified' })
    await app.user.type(await screen.findByLabelText('Type unverified to confirm'), username)
    await app.user.type(screen.getByLabelText('Password'), password)
    return app
  }

  test('the account goes once, and nobody is signed in any more', async () => {
    const { user, router } = await fill('unverified', SEED_PASSWORD)
    expect(await axeViolations()).toEqual([])
    await user.dblClick(submit())
    await screen.findByText('Your account is deleted.')
    expect(router.state.location.pathname).toBe('/')
    expect(screen.getByRole('link', { name: 'Register' })).toBeTruthy()
    expect(db.accounts.some(({ username }) => username === 'unverified')).toBe(false)
    expect(requests.filter((line) => line === 'POST /api/v1/account/deletion')).toHaveLength(1)
  })

  test('another name, or a wrong password, is refused at its field', async () => {
    const { user } = await fill('somebody', 'not it')
    await user.click(submit())
    await screen.findByText(/Type unverified to confirm: The confirmation does not match/)
    await user.clear(screen.getByLabelText('Type unverified to confirm'))
    await user.type(screen.getByLabelText('Type unverified to confirm'), 'unverified')
    await user.click(submit())
    await screen.findByText(/Password: This is not your current password/)
    expect(db.accounts).toHaveLength(6)
  })

  test('nothing filled in', async () => {
    const { user } = await renderApp('/account/delete', { as: 'unverified' })
    await user.click(await screen.findByRole('button', { name: 'Delete my account' }))
    await screen.findByRole('region', { name: '2 things need another look' })
  })
})

test('the name is changed on the profile', async () => {
  const { user } = await renderApp('/account', { as: 'owner' })
  const name = await screen.findByLabelText<HTMLInputElement>(/^Name/)
  expect(name.value).toBe('Olive Owner')
  await user.clear(name)
  await user.type(name, 'see http://a.b')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findAllByText(/Leave web addresses out of the name/)
  await user.clear(name)
  await user.type(name, 'Olive O.')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findByText('Saved.')
  expect(db.accounts[0]?.name).toBe('Olive O.')
  expect(await axeViolations()).toEqual([])
})
