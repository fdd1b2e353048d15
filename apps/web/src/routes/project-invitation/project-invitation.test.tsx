import { expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { getOwnProjectInvitation } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { pasteInto } from '../../../test/account-forms.ts'
import { SEED_PASSWORD } from '../../../mock-api/seed.ts'
import { db, renderApp, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const invitation = (project: string) => db.roleInvitations.find((row) => row.project === project)!
const page = (project: string) => `/account/invitations/${invitation(project).id}`
const heading = () => screen.getByRole('heading', { level: 1 }).textContent
const button = (name: string) => screen.findByRole('button', { name })

test('the link of the mail leads by the sign-in to the invitation, which is accepted', async () => {
  const app = await renderApp(page('tiny'))
  expect(heading()).toBe('Sign in')
  await pasteInto(app, 'Username or e-mail', 'invited')
  await pasteInto(app, 'Password', SEED_PASSWORD)
  await app.user.click(await button('Sign in'))
  await screen.findByRole('heading', { name: 'Invitation to tiny' })
  expect(
    screen.getByText('Upload files and yank releases. Nothing that cannot be taken back.'),
  ).toBeTruthy()
  expect(await axeViolations()).toEqual([])
  await app.user.click(await button('Accept the invitation to tiny'))
  const done = await screen.findByText('You accepted this invitation.')
  await waitFor(() => expect(document.activeElement?.contains(done)).toBe(true))
  expect(await axeViolations()).toEqual([])
  await app.user.click(screen.getByRole('link', { name: 'Go to the project' }))
  expect(await screen.findByText(/You are a maintainer/)).toBeTruthy()
})

test.each([
  ['revoked', 'This invitation was taken back'],
  ['expired', 'This invitation has expired'],
  ['declined', 'You declined this invitation.'],
] as const)('one that is %s says so', async (state, words) => {
  const row = invitation('tiny')
  if (state === 'expired') row.expiresAt = row.createdAt
  else row.answer = state
  await renderApp(page('tiny'), { as: 'invited' })
  expect(await screen.findByText(words)).toBeTruthy()
  expect(screen.queryByRole('button', { name: /^Accept/ })).toBeNull()
})

test('one that is over in the meantime shows what became of it', async () => {
  const { user } = await renderApp(page('tiny'), { as: 'invited' })
  invitation('tiny').answer = 'revoked'
  await user.click(await button('Accept the invitation to tiny'))
  expect(await screen.findByText('This invitation was taken back')).toBeTruthy()
})

test('where a second factor is asked for, it says so beforehand', async () => {
  db.secondFactorRequired = true
  await renderApp(page('tiny'), { as: 'invited' })
  expect(await screen.findByText(/you have none yet/)).toBeTruthy()
  expect(screen.getByRole('link', { name: 'set one up' }).getAttribute('href')).toBe(
    '/account/two-factor',
  )
})

test('another account is told which one it is; a failed load can be tried again', async () => {
  const other = await renderApp(page('tiny'), { as: 'secured' })
  expect(heading()).toBe('There is no such invitation for you')
  expect(screen.getByText(/You are signed in as secured/)).toBeTruthy()
  other.unmount()
  const mend = breakOperation(getOwnProjectInvitation)
  const { user } = await renderApp(page('tiny'), { as: 'invited' })
  mend()
  await user.click(await button('Try again'))
  expect(await screen.findByRole('heading', { name: 'Invitation to tiny' })).toBeTruthy()
})

test('the dashboard says that invitations wait; they are answered in the list of projects', async () => {
  const { user } = await renderApp('/account', { as: 'invited' })
  expect(await screen.findByText('You are invited to 2 projects')).toBeTruthy()
  expect(await axeViolations()).toEqual([])
  await user.click(screen.getByRole('link', { name: 'See the invitations' }))
  const list = within(await screen.findByRole('list', { name: 'You are invited' }))
  expect(screen.queryByText('You are invited to 2 projects')).toBeNull()
  expect(list.getAllByRole('listitem')).toHaveLength(2)
  expect(await axeViolations()).toEqual([])
  await user.click(await button('Decline the invitation to many-releases'))
  const asked = within(await screen.findByRole('alertdialog'))
  await user.click(asked.getByRole('button', { name: 'Decline invitation' }))
  await screen.findByText('You declined the invitation to many-releases.')
  await waitFor(() => expect(list.getAllByRole('listitem')).toHaveLength(1))
  await user.click(await button('Accept the invitation to tiny'))
  await screen.findByText('You are a maintainer of tiny now.')
  const own = within(await screen.findByRole('list', { name: 'Your projects' }))
  expect(own.getByRole('link', { name: 'tiny' })).toBeTruthy()
  await waitFor(() => expect(screen.queryByRole('list', { name: 'You are invited' })).toBeNull())
  expect(invitation('many-releases').answer).toBe('declined')
})
