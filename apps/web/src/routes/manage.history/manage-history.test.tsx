import { expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { listProjectEvents } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { renderApp, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const HISTORY = '/account/projects/many-releases/history'
const rows = () => within(screen.getByRole('table')).getAllByRole('row').slice(1)

test('says what was done, when and by whom; in pages, narrowed, and as files', async () => {
  const { user, router } = await renderApp(HISTORY, { as: 'owner' })
  await screen.findAllByText('File uploaded')
  expect(rows()).toHaveLength(20)
  expect(rows()[0]?.textContent).toMatch(/many_releases-6.*maintainer \(token ci\)/)
  expect(await axeViolations()).toEqual([])
  await user.click(screen.getByRole('link', { name: 'Next page' }))
  await screen.findByText('Project made')
  await user.selectOptions(screen.getByLabelText('Kind'), 'Releases')
  await waitFor(() => expect(rows()).toHaveLength(2))
  expect(rows()[1]?.textContent).toMatch(/Release yanked.*2\.4.*Loses data on Windows/)
  await waitFor(() => expect(router.state.location.search).toBe('?group=release'))
  const file = (name: string) => screen.getByRole('link', { name }).getAttribute('href')
  expect(file('Download as CSV')).toBe('/api/v1/projects/many-releases/events.csv?group=release')
  expect(file('Download as JSON')).toBe('/api/v1/projects/many-releases/events.json?group=release')
})

test('what is done now is in it; a failed load can be tried again', async () => {
  const mend = breakOperation(listProjectEvents)
  const { user, router } = await renderApp('/account/projects/all-yanked/history', { as: 'owner' })
  const retry = await screen.findByRole('button', { name: 'Try again' })
  mend()
  await user.click(retry)
  await screen.findByText('Nothing here')
  await router.navigate('/account/projects/all-yanked')
  await user.click(await screen.findByRole('button', { name: 'Un-yank 1.2' }))
  await screen.findByText('all-yanked 1.2 is not yanked any more.')
  await router.navigate('/account/projects/all-yanked/history')
  await screen.findByText('Yank taken back')
})
