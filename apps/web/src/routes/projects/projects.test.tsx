import { expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { listOwnProjects } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const list = () => within(screen.getByRole('list', { name: 'Your projects' }))
const names = () =>
  list()
    .getAllByRole('listitem')
    .map((row) => row.querySelector('a')?.textContent)

test('shows each project with role and state, and leads to it', async () => {
  await renderApp('/account/projects', { as: 'owner' })
  expect(names().slice(0, 2)).toEqual(['all-yanked', 'forty-files'])
  expect(list().getByText('Archived').closest('li')?.textContent).toContain('old-faithful')
  expect(list().getAllByText('Maintainer')).toHaveLength(1)
  expect(screen.getByRole('link', { name: 'Manage tiny' }).getAttribute('href')).toBe(
    '/account/projects/tiny',
  )
  expect(screen.getByRole('link', { name: 'Projects' }).getAttribute('aria-current')).toBe('page')
  expect(await axeViolations()).toEqual([])
})

test('search and order stand in the address', async () => {
  const { user, router } = await renderApp('/account/projects', { as: 'owner' })
  await user.selectOptions(screen.getByRole('combobox', { name: 'Sort by' }), 'Last update')
  expect(names()[0]).toBe('many-releases')
  await user.type(screen.getByRole('searchbox', { name: 'Find among your projects' }), 'yank')
  expect(names()).toEqual(['all-yanked'])
  await waitFor(() => expect(router.state.location.search).toBe('?q=yank&sort=updated'))
  await user.type(screen.getByRole('searchbox', { name: 'Find among your projects' }), '!')
  await user.click(screen.getByRole('button', { name: 'Clear the search' }))
  expect(names()).toHaveLength(9)
})

test('an address brings its search with it', async () => {
  await renderApp('/account/projects?q=tiny', { as: 'owner' })
  expect(names()).toEqual(['tiny'])
})

test('without a project: the way to the first upload, for this server', async () => {
  await renderApp('/account/projects', { as: 'unverified' })
  expect(await screen.findByText('You have no project yet')).toBeTruthy()
  // The address comes with the site, which may come later than the projects.
  const upload = new RegExp(`--repository-url ${location.origin}/legacy/`)
  expect(await screen.findByText(upload)).toBeTruthy()
  expect(screen.getByRole('link', { name: 'your profile' })).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Make an API token' }).getAttribute('href')).toBe(
    '/account/tokens/new',
  )
  expect(await axeViolations()).toEqual([])
})

test('a failed load can be tried again', async () => {
  const mend = breakOperation(listOwnProjects)
  const { user } = await renderApp('/account/projects', { as: 'owner' })
  const retry = await screen.findByRole('button', { name: 'Try again' })
  mend()
  await user.click(retry)
  await screen.findByRole('list', { name: 'Your projects' })
  expect(db.projects.length).toBeGreaterThan(9)
})
