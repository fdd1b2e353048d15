import { expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import {
  getProjectAccess,
  listPeople,
  listProjectInvitations,
  type ProjectAccess,
} from '@wheelhouse/shared-types'
import { http, HttpResponse } from 'msw'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, requests, server, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const PAGE = '/account/projects/many-releases/people'
const account = (username: string) => db.accounts.find((row) => row.username === username)!
const project = (name: string) => db.projects.find((row) => row.name === name)!
const roleOf = (username: string, name = 'many-releases') =>
  project(name).people.find(({ accountId }) => accountId === account(username).id)?.role
const card = async (list: string, name: string) => {
  const all = within(await screen.findByRole('list', { name: list }))
  return within((await all.findByRole('heading', { name })).closest('li')!)
}
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const dialog = async (name: string) => within(await screen.findByRole('alertdialog', { name }))
const closed = () => waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())

test('an owner sees who is there, with second factors, and what else can upload', async () => {
  await renderApp(PAGE, { as: 'owner' })
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('People of many-releases')
  const own = await card('People', 'owner')
  for (const words of ['Owner', 'You', 'No second factor'])
    expect(own.getByText(words)).toBeTruthy()
  expect((await card('People', 'maintainer')).getByText('Maintainer')).toBeTruthy()
  const invited = await card('Invitations', 'invited')
  expect(invited.getByText('Waiting')).toBeTruthy()
  expect(screen.getByText('No API token of these people can upload here.')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Manage trusted publishers' }).getAttribute('href')).toBe(
    '/account/projects/many-releases/publishing',
  )
  expect(await axeViolations()).toEqual([])
})

test('tokens and publishers stand with their owner, use and end', async () => {
  const access: ProjectAccess = {
    tokens: [],
    publishers: [
      {
        id: 'p1',
        kind: 'github',
        issuer: 'https://token.actions.githubusercontent.com',
        claims: { repository: 'acme/rocket', workflow: 'release.yml' },
        addedBy: 'owner',
        createdAt: '2026-01-01T00:00:00.000Z',
        lastUsedAt: '2026-01-02T00:00:00.000Z',
      },
    ],
    trustedPublishingOnly: true,
  }
  db.tokens.push({ ...db.tokens[0]!, id: 't2', name: 'everywhere', scope: { kind: 'account' } })
  await renderApp('/account/projects/tiny/people', { as: 'owner' })
  const table = within(await screen.findByRole('table', { name: 'API tokens' }))
  const rows = table.getAllByRole('row').map((row) => row.textContent)
  expect(rows.slice(1)).toEqual([
    expect.stringMatching(/^Release workflowownerChosen projects.*Never$/),
    expect.stringMatching(/^everywhereownerAll projects of its owner.*Never$/),
  ])
  server.use(
    http.get(`*${getProjectAccess.path.replace('{project}', ':p')}`, () =>
      HttpResponse.json(access),
    ),
  )
  const { unmount } = await renderApp('/account/projects/tiny/people')
  const publisher = await card('Trusted publishers', 'https://token.actions.githubusercontent.com')
  expect(publisher.getByText('repository: acme/rocket')).toBeTruthy()
  expect(screen.getByText(/these tokens are refused/)).toBeTruthy()
  unmount()
})

test('inviting: by name, said with its time, listed, and taken back after a question', async () => {
  const { user } = await renderApp(PAGE, { as: 'owner' })
  const field = await screen.findByRole('textbox', { name: 'Username or e-mail address' })
  await user.type(field, 'nobody-at-all')
  await user.click(await button('Send invitation'))
  expect((await screen.findAllByText(/There is no such username/)).length).toBeGreaterThan(0)
  await user.clear(field)
  await user.type(field, 'secured')
  await user.click(screen.getByRole('radio', { name: 'Owner' }))
  await user.click(await button('Send invitation'))
  expect(await screen.findByText(/^secured is invited\. They have 7 days/)).toBeTruthy()
  expect(db.roleInvitations.at(-1)).toMatchObject({ role: 'owner', answer: null })
  await user.click(await button('Take back the invitation of secured'))
  const asked = await dialog('Take back the invitation of secured?')
  expect(document.activeElement?.textContent).toBe('Cancel')
  await user.click(asked.getByRole('button', { name: 'Take invitation back' }))
  await closed()
  await screen.findByText('The invitation of secured is taken back.')
  expect(db.roleInvitations.at(-1)).toMatchObject({ answer: 'revoked' })
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Invitations'))
})

test('roles: changed after a question, and an owner is removed by typing the name', async () => {
  const { user } = await renderApp(PAGE, { as: 'owner' })
  await user.click(await button('Make maintainer an owner'))
  const change = await dialog('Make maintainer an owner of many-releases?')
  expect(await axeViolations()).toEqual([])
  await user.click(change.getByRole('button', { name: 'Make owner' }))
  await screen.findByText('maintainer is an owner now.')
  expect(roleOf('maintainer')).toBe('owner')
  await user.click(await button('Remove maintainer'))
  const remove = await dialog('Remove maintainer from many-releases?')
  await user.click(remove.getByRole('button', { name: 'Remove person' }))
  expect(roleOf('maintainer')).toBe('owner')
  await user.type(remove.getByRole('textbox'), 'maintainer')
  await user.click(remove.getByRole('button', { name: 'Remove person' }))
  await closed()
  expect(roleOf('maintainer')).toBeUndefined()
  await waitFor(() => expect(document.activeElement?.textContent).toBe('People'))
})

test('the own role is changed after two questions, and not by the only owner', async () => {
  const { user } = await renderApp(PAGE, { as: 'owner' })
  const own = await card('People', 'owner')
  const stepDown = own.getByRole('button', { name: 'Become a maintainer' })
  expect(stepDown.getAttribute('aria-disabled')).toBe('true')
  expect(own.getByText(/You are the only owner/)).toBeTruthy()
  expect((await button('Leave many-releases')).getAttribute('aria-disabled')).toBe('true')
  project('many-releases').people[1]!.role = 'owner'
  await user.click(await button('Make maintainer an owner'))
  await user.click(
    (await dialog('Make maintainer an owner of many-releases?')).getByRole('button', {
      name: 'Make owner',
    }),
  )
  await waitFor(() => expect(stepDown.getAttribute('aria-disabled')).not.toBe('true'))
  await closed()
  await user.click(await button('Become a maintainer'))
  await user.click(
    (await dialog('Give up owning many-releases?')).getByRole('button', { name: 'Give up owning' }),
  )
  const again = await dialog('Really become a maintainer?')
  expect(again.getByText(/another owner can make you an owner again: maintainer\./)).toBeTruthy()
  expect(roleOf('owner')).toBe('owner')
  await user.type(again.getByRole('textbox'), 'many-releases')
  await user.click(again.getByRole('button', { name: 'Give up owning' }))
  await screen.findByText('You are a maintainer of many-releases now.')
  expect(roleOf('owner')).toBe('maintainer')
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Send invitation' })).toBeNull())
})

test('a maintainer sees people and access, changes nothing, and may leave', async () => {
  const { user, router } = await renderApp(PAGE, { as: 'maintainer' })
  await card('People', 'owner')
  expect(screen.queryByText('No second factor')).toBeNull()
  expect(screen.queryByRole('button', { name: /^(Make|Remove|Take back|Send)/ })).toBeNull()
  expect(screen.getByRole('heading', { name: 'What each role may do' })).toBeTruthy()
  expect(await axeViolations()).toEqual([])
  await user.click(await button('Leave many-releases'))
  const asked = await dialog('Leave many-releases?')
  await user.click(asked.getByRole('button', { name: 'Leave many-releases' }))
  await screen.findByText('You left many-releases.')
  expect(roleOf('maintainer')).toBeUndefined()
  expect(router.state.location.pathname).toBe('/account/projects')
})

test('strangers are told whom to ask, and what cannot be had can be tried again', async () => {
  const { unmount } = await renderApp(PAGE, { as: 'secured' })
  expect(await screen.findByText('You have no role in many-releases')).toBeTruthy()
  unmount()
  const mends = [listPeople, listProjectInvitations, getProjectAccess].map((one) =>
    breakOperation(one),
  )
  const { user } = await renderApp(PAGE, { as: 'owner' })
  await waitFor(() => expect(screen.getAllByRole('button', { name: 'Try again' })).toHaveLength(3))
  for (const mend of mends) mend()
  for (const retry of screen.getAllByRole('button', { name: 'Try again' })) await user.click(retry)
  await card('People', 'owner')
  expect(requests.filter((line) => line.endsWith('/people')).length).toBeGreaterThan(1)
})
