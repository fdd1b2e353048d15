import { expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { searchProjects } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

test('a visitor finds search, the commands of this server, what is new, and how to join', async () => {
  const { user, router } = await renderApp('/')
  expect(
    await screen.findByText(`pip install --index-url ${location.origin}/simple/ PACKAGE`),
  ).toBeTruthy()
  const recent = await screen.findByRole('list', { name: 'Recently updated' })
  const names = within(recent).getAllByRole('link')
  expect(names).toHaveLength(8)
  expect(names[0]?.textContent).toBe('many-releases')
  expect(screen.getByRole('link', { name: 'Open an account' }).getAttribute('href')).toBe(
    '/register',
  )
  expect(await axeViolations()).toEqual([])

  await user.type(screen.getByRole('searchbox', { name: 'Search projects' }), 'http{Enter}')
  await waitFor(() => expect(router.state.location.search).toBe('?q=http'))
})

test('another tool is one press away, and its command can be copied', async () => {
  const { user } = await renderApp('/')
  const [uv] = await screen.findAllByRole('tab', { name: 'uv' })
  if (uv === undefined) throw new Error('no tab')
  await user.click(uv)
  await user.click(screen.getByRole('button', { name: 'Copy uv' }))
  expect(await navigator.clipboard.readText()).toBe(
    `uv add --default-index ${location.origin}/simple/ PACKAGE`,
  )
  await user.click(uv)
  await user.keyboard('{ArrowRight}')
  expect(document.activeElement?.textContent).toBe('pip')
  await user.keyboard('{End}')
  expect(document.activeElement).toBe(uv)
})

test('who is signed in is not asked to join', async () => {
  await renderApp('/', { as: 'owner' })
  await screen.findByRole('button', { name: 'Account of owner' })
  expect(screen.queryByRole('link', { name: 'Open an account' })).toBeNull()
})

test('an index without projects says so', async () => {
  db.projects.length = 0
  await renderApp('/')
  await screen.findByText('Nothing is published here yet')
  expect(await axeViolations()).toEqual([])
})

test('without an answer the page is there, and the list can be asked for again', async () => {
  const mend = breakOperation(searchProjects)
  const { user } = await renderApp('/')
  const retry = await screen.findByRole('button', { name: 'Try again' })
  mend()
  await user.click(retry)
  await screen.findByRole('list', { name: 'Recently updated' })
})
