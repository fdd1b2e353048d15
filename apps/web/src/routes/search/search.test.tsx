import { expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { searchProjects } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, requests, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const results = async () => within(await screen.findByRole('list', { name: 'Results' }))
const names = async () => (await results()).getAllByRole('link').map((link) => link.textContent)

test('the exact name comes first and is marked; the count and the title say what is shown', async () => {
  await renderApp('/search?q=http')
  expect(await names()).toEqual(['http', 'http-client', 'http2', 'async-http'])
  expect((await results()).getAllByText('Exact match')).toHaveLength(1)
  expect(screen.getByText('4 projects')).toBeTruthy()
  expect(document.title).toBe('Search: http · Wheelhouse')
  expect(await axeViolations()).toEqual([])
})

test('arrow keys go through the results, Enter opens one', async () => {
  const { user, router } = await renderApp('/search?q=http')
  ;(await results()).getByRole('link', { name: 'http' }).focus()
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{Enter}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/project/http-client'))
})

test('a new search stands in the address, and the field follows the way back', async () => {
  const { user, router } = await renderApp('/search?q=http')
  const field = screen.getByRole<HTMLInputElement>('searchbox')
  expect(field.value).toBe('http')
  await user.clear(field)
  await user.type(field, 'tiny{Enter}')
  await screen.findByRole('heading', { name: 'Search: tiny' })
  expect(await names()).toEqual(['tiny'])
  await router.navigate(-1)
  await screen.findByRole('heading', { name: 'Search: http' })
  expect(field.value).toBe('http')
})

test('more than a page is loaded by a press; a failed load keeps what is there', async () => {
  const [one] = db.projects
  if (one === undefined) throw new Error('no project')
  for (let number = 0; number < 30; number += 1) {
    db.projects.push({ ...one, name: `copy-${number}`, normalizedName: `copy-${number}` })
  }
  const { user } = await renderApp('/search?q=copy')
  await screen.findByText('The first 20; there are more')
  const mend = breakOperation(searchProjects)
  await user.click(screen.getByRole('button', { name: 'Show more' }))
  const retry = await screen.findByRole('button', { name: 'Try again' })
  expect(await names()).toHaveLength(20)
  mend()
  await user.click(retry)
  await screen.findByText('30 projects')
  expect(new Set(await names()).size).toBe(30)
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
  expect(requests.filter((line) => line === 'GET /api/v1/projects')).toHaveLength(3)
})

test('no result: what was looked for, and what to do next', async () => {
  await renderApp('/search?q=zzz')
  await screen.findByText('No project has “zzz” in its name')
  expect(screen.getByRole('link', { name: 'Show all projects' }).getAttribute('href')).toBe(
    '/search',
  )
  expect(await axeViolations()).toEqual([])
})

test('nothing at all, and everything', async () => {
  await renderApp('/search')
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('All projects')
  expect(await names()).toHaveLength(20)
  expect(screen.getByText('The first 20; there are more')).toBeTruthy()
})

test('a search that fails can be tried again', async () => {
  const mend = breakOperation(searchProjects)
  const { user } = await renderApp('/search?q=http')
  const retry = await screen.findByRole('button', { name: 'Try again' })
  expect(await axeViolations()).toEqual([])
  mend()
  await user.click(retry)
  expect(await names()).toHaveLength(4)
})
