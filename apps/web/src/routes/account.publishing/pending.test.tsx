import { describe, expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { listPendingPublishers } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const open = (query = '') => renderApp(`/account/publishing${query}`, { as: 'publisher' })
const cards = () =>
  within(screen.getByRole('list', { name: 'Waiting for their first upload' })).getAllByRole(
    'listitem',
  )

describe('publishers for new projects', () => {
  test('tells the days that each has left, and a name that somebody took; removes one', async () => {
    const { user } = await open()
    const [ending, taken] = cards()
    expect(ending?.textContent).toMatch(/almost-too-late[23] days left/)
    expect(taken?.textContent).toContain('Somebody made a project of this name meanwhile.')
    expect(screen.getByText('The name is not reserved')).toBeTruthy()
    expect(
      screen.getByRole('link', { name: 'Trusted publishing' }).getAttribute('aria-current'),
    ).toBe('page')
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Remove sundial' }))
    const dialog = await screen.findByRole('alertdialog', {
      name: 'Remove the publisher for sundial?',
    })
    await user.click(within(dialog).getByRole('button', { name: 'Remove publisher' }))
    await screen.findByText('The publisher sundial is removed.')
    expect(cards()).toHaveLength(1)
    expect(document.activeElement?.textContent).toBe('Waiting for their first upload')
  })

  test('a name is looked up, and what the server alone knows stands at its field', async () => {
    const { user } = await open()
    const name = await screen.findByLabelText('Name of the new project')
    await user.type(name, 'T1NY')
    await user.tab()
    expect(await screen.findByText(/^This name seems to be free/)).toBeTruthy()
    await user.type(screen.getByLabelText('Owner'), 'octo-org/demo')
    await user.type(screen.getByLabelText('Workflow file'), 'release.yml')
    await user.click(screen.getByRole('button', { name: 'Add publisher' }))
    // Too like the project tiny.
    await screen.findByText(/^Name of the new project: No new project can have this name here/)
    await user.clear(name)
    await user.type(name, 'Brand.New')
    await user.click(screen.getByRole('button', { name: 'Add publisher' }))
    await screen.findByText('The publisher for Brand.New is added')
    expect(db.pendingPublishers.at(-1)).toMatchObject({
      project: 'Brand.New',
      normalizedName: 'brand-new',
      identity: { owner: 'octo-org', repository: 'demo' },
    })
    expect(cards()).toHaveLength(3)
    expect(await screen.findByText(/as many as are allowed \(3\)/)).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })

  test('a link may bring the name, and is named for it', async () => {
    await open('?kind=gitlab&name=gift')
    expect(await screen.findByText('A link filled in this form')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Name of the new project').value).toBe('gift')
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'GitLab' }).checked).toBe(true)
  })

  test('none yet, an address that is not verified, and a list that cannot be had', async () => {
    const mend = breakOperation(listPendingPublishers)
    const { user } = await renderApp('/account/publishing', { as: 'unverified' })
    const retry = await screen.findByRole('button', { name: 'Try again' })
    mend()
    await user.click(retry)
    expect(await screen.findByText('None is waiting')).toBeTruthy()
    expect(screen.getByText('Verify your e-mail address first')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Add publisher' })).toBeNull()
    expect(await axeViolations()).toEqual([])
  })
})

describe('before a new token', () => {
  const where = (query = '') => renderApp(`/account/tokens/where${query}`, { as: 'publisher' })

  test('a computer is one press away from the form', async () => {
    const { user, router } = await renderApp('/account/tokens', { as: 'owner' })
    await user.click(screen.getByRole('link', { name: 'New token' }))
    await screen.findByRole('heading', { name: 'Where will the token be used?' })
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('link', { name: /^On a computer of mine/ }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/account/tokens/new'))
  })

  test('a build is offered a publisher for each own project first', async () => {
    const { user, router } = await where()
    await user.click(screen.getByRole('link', { name: /^In GitHub Actions/ }))
    const heading = await screen.findByRole('heading', { name: 'You need no token there' })
    await waitFor(() => expect(document.activeElement).toBe(heading))
    expect(await axeViolations()).toEqual([])
    expect(screen.getByRole('link', { name: 'Make a token all the same' })).toBeTruthy()
    expect(screen.getByRole('link', { name: /does not exist yet/ }).getAttribute('href')).toBe(
      '/account/publishing?kind=github',
    )
    await user.click(screen.getByRole('link', { name: /^In GitLab/ }))
    await screen.findByRole('link', { name: /^In GitLab/, current: true })
    await user.click(screen.getByRole('link', { name: 'Set it up for sent-by-hand' }))
    await screen.findByRole('heading', { name: 'Trusted publishing of sent-by-hand' })
    expect(router.state.location.search).toBe('?kind=gitlab')
    const gitlab = await screen.findByRole<HTMLInputElement>('radio', { name: 'GitLab' })
    expect(gitlab.checked).toBe(true)
  })

  test('a build that is not taken here needs a token', async () => {
    db.trustedPublishing = { audience: 'a', kinds: ['github'], issuers: [] }
    await where('?in=other')
    expect(await screen.findByText('This place needs a token')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Make a token' }).getAttribute('href')).toBe(
      '/account/tokens/new',
    )
  })

  test('without trusted publishers it goes on at once', async () => {
    db.trustedPublishing = null
    const { router } = await where()
    await waitFor(() => expect(router.state.location.pathname).toBe('/account/tokens/new'))
  })
})
