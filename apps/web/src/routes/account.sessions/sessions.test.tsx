import { expect, test } from '@jest/globals'
import { screen, within } from '@testing-library/react'
import { listSessions } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const cards = () =>
  within(screen.getByRole('list', { name: 'Signed in on' })).getAllByRole('listitem')

/** Somebody signed in, here and in as many other browsers. */
async function open(others: number) {
  const owner = db.accounts.find(({ username }) => username === 'owner')!
  const at = new Date(Date.now() - 3_600_000).toISOString()
  for (let n = 0; n < others; n += 1) {
    db.sessions.push({
      id: crypto.randomUUID(),
      sid: `other-${n}`,
      accountId: owner.id,
      userAgent: FIREFOX,
      remember: true,
      createdAt: at,
      seenAt: at,
    })
  }
  return renderApp('/account/sessions', { as: 'owner' })
}

test('lists the browsers, this one first and marked', async () => {
  await open(1)
  const [own, other] = cards()
  expect(own?.textContent).toContain('This browser')
  expect(other?.textContent).toContain('Firefox on Linux')
  expect(other?.textContent).toContain('stays signed in')
  expect(await axeViolations()).toEqual([])
})

test('one is signed out after a question; the focus goes to the list', async () => {
  const { user } = await open(1)
  await user.click(screen.getByRole('button', { name: 'Sign out Firefox on Linux' }))
  const dialog = await screen.findByRole('alertdialog', { name: 'Sign out Firefox on Linux?' })
  expect(await axeViolations()).toEqual([])
  await user.click(within(dialog).getByRole('button', { name: 'Sign out' }))
  await screen.findByText('One browser is signed out.')
  expect(cards()).toHaveLength(1)
  expect(db.sessions).toHaveLength(1)
  expect(document.activeElement?.textContent).toBe('Signed in on')
  expect(screen.queryByRole('button', { name: 'Sign out all others' })).toBeNull()
})

test('all others are signed out, and this one stays', async () => {
  const { user } = await open(3)
  await user.click(screen.getByRole('button', { name: 'Sign out all others' }))
  const dialog = await screen.findByRole('alertdialog')
  await user.click(within(dialog).getByRole('button', { name: 'Sign out all others' }))
  await screen.findByText('3 browsers are signed out.')
  expect(cards().map((card) => card.textContent?.includes('This browser'))).toEqual([true])
})

test('a refusal is said in the question', async () => {
  const { user } = await open(1)
  db.failNext('endSession', 'unavailable')
  await user.click(screen.getByRole('button', { name: 'Sign out Firefox on Linux' }))
  const dialog = await screen.findByRole('alertdialog')
  await user.click(within(dialog).getByRole('button', { name: 'Sign out' }))
  await within(dialog).findByText(/busy or away/)
  expect(db.sessions).toHaveLength(2)
})

test('this browser is signed out by its own button', async () => {
  const { user, router } = await open(0)
  await user.click(screen.getByRole('button', { name: 'Sign out here' }))
  await screen.findByText('You are signed out.')
  expect(router.state.location.pathname).toBe('/')
})

test('a failed load can be tried again', async () => {
  const mend = breakOperation(listSessions)
  const { user } = await open(0)
  const retry = await screen.findByRole('button', { name: 'Try again' })
  mend()
  await user.click(retry)
  await screen.findByRole('list', { name: 'Signed in on' })
})
