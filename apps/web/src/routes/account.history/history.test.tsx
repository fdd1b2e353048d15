import { expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { listEvents } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

function addEvents(count: number, kind: string): void {
  const owner = db.accounts.find(({ username }) => username === 'owner')!
  for (let n = 0; n < count; n += 1) {
    db.events.push({
      id: crypto.randomUUID(),
      accountId: owner.id,
      kind,
      at: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString(),
      actor: 'owner',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      details: { token: `token ${n}` },
    })
  }
}
const rows = () => within(screen.getByRole('table')).getAllByRole('row').slice(1)

test('says in words what was done, when and from where', async () => {
  addEvents(1, 'token-created')
  addEvents(1, 'a-kind-of-tomorrow')
  await renderApp('/account/history', { as: 'owner' })
  await screen.findByText('API token made')
  expect(rows()[1]?.textContent).toMatch(/token 0.*2026.*Firefox on Linux.*network that you use/)
  expect(screen.getByText('a-kind-of-tomorrow')).toBeTruthy()
  expect(await axeViolations()).toEqual([])
})

test('is walked by pages', async () => {
  addEvents(25, 'signed-in')
  const { user } = await renderApp('/account/history', { as: 'owner' })
  await screen.findByText('token 24')
  expect(rows()).toHaveLength(20)
  await user.click(screen.getByRole('link', { name: 'Next page' }))
  await screen.findByText('token 0')
  expect(rows()).toHaveLength(5)
  await user.click(screen.getByRole('link', { name: 'First page' }))
  await screen.findByText('token 24')
})

test('is narrowed, and the file too', async () => {
  addEvents(2, 'signed-in')
  addEvents(1, 'token-created')
  const { user, router } = await renderApp('/account/history', { as: 'owner' })
  await screen.findByText('API token made')
  await user.selectOptions(screen.getByLabelText('Kind'), 'API tokens')
  await waitFor(() => expect(rows()).toHaveLength(1))
  await waitFor(() => expect(router.state.location.search).toBe('?group=token'))
  const link = screen.getByRole('link', { name: 'Download as CSV' })
  expect(link.getAttribute('href')).toBe('/api/v1/account/events.csv?group=token')
  await user.selectOptions(screen.getByLabelText('Kind'), 'Projects')
  await screen.findByText('Nothing here')
  expect(await axeViolations()).toEqual([])
})

test('a failed load can be tried again', async () => {
  addEvents(1, 'signed-in')
  const mend = breakOperation(listEvents)
  const { user } = await renderApp('/account/history', { as: 'owner' })
  const retry = await screen.findByRole('button', { name: 'Try again' })
  mend()
  await user.click(retry)
  await screen.findByText('Signed in')
})
