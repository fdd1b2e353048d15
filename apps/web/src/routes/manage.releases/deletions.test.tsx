import { describe, expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { getReleaseDeletion } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, requests, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const projectRow = (name: string) => db.projects.find((project) => project.name === name)
const yanked = (name: string) =>
  projectRow(name)
    ?.releases.filter((release) => release.yanked)
    .map(({ version }) => version)
    .toSorted()
const deletes = () => requests.filter((line) => line.startsWith('DELETE'))
const focused = () => document.activeElement?.textContent

describe('several releases at once', () => {
  test('are picked by keyboard, said aloud, yanked in one call, and given back', async () => {
    const { user } = await renderApp('/account/projects/many-releases', { as: 'owner' })
    const before = yanked('many-releases')
    const tick = screen.getByRole('checkbox', { name: 'Select 5.9' })
    tick.focus()
    await user.keyboard(' ')
    await screen.findByText('1 release selected', { selector: '[aria-live] span' })
    await user.click(screen.getByRole('checkbox', { name: 'Select 5.8' }))
    const bar = within(screen.getByRole('group', { name: 'What is selected' }))
    expect(bar.getByText('2 releases selected')).toBeTruthy()
    expect(await axeViolations()).toEqual([])
    // None of the two is yanked: the button says so.
    await user.click(bar.getByRole('button', { name: 'Un-yank' }))
    expect(bar.getByText('None of them is yanked.')).toBeTruthy()
    await user.click(bar.getByRole('button', { name: 'Yank…' }))
    const dialog = within(
      await screen.findByRole('alertdialog', { name: 'Yank 2 releases of many-releases?' }),
    )
    await user.type(dialog.getByRole('textbox', { name: /Reason/ }), 'Both broken')
    await user.click(dialog.getByRole('button', { name: 'Yank releases' }))
    await screen.findByText('2 releases of many-releases are yanked.')
    expect(yanked('many-releases')).toEqual([...before!, '5.8', '5.9'].toSorted())
    expect(screen.queryByRole('group', { name: 'What is selected' })).toBeNull()
    await waitFor(() => expect(focused()).toBe('Releases'))
    expect(requests.filter((line) => line.includes('/releases/yank'))).toHaveLength(1)
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(yanked('many-releases')).toEqual(before))
  })

  test('all that a filter shows can be picked, and no more', async () => {
    const { user } = await renderApp('/account/projects/many-releases?version=2.4', { as: 'owner' })
    await user.click(await screen.findByRole('checkbox', { name: 'Select all that are shown' }))
    const bar = within(screen.getByRole('group', { name: 'What is selected' }))
    expect(bar.getByText('1 release selected')).toBeTruthy()
    await user.click(bar.getByRole('button', { name: 'Un-yank' }))
    await screen.findByText('1 release of many-releases is not yanked any more.')
  })
})

describe('deleting a release', () => {
  test('says what is lost, takes the version typed, and offers its undoing', async () => {
    const { user } = await renderApp('/account/projects/many-releases', { as: 'owner' })
    const count = projectRow('many-releases')!.releases.length
    await user.click(screen.getByRole('button', { name: 'Delete 5.9' }))
    const dialog = within(
      await screen.findByRole('alertdialog', { name: 'Delete many-releases 5.9?' }),
    )
    await dialog.findByText(/^Visitors and installers see/)
    expect(dialog.getByText(/A mail goes to/)).toBeTruthy()
    expect(await axeViolations()).toEqual([])
    await user.type(dialog.getByRole('textbox'), '5.9')
    await user.keyboard('{Enter}')
    await screen.findByText('many-releases 5.9 is deleted.')
    expect(projectRow('many-releases')?.releases).toHaveLength(count - 1)
    await waitFor(() => expect(focused()).toBe('Releases'))
    const recent = within(await screen.findByRole('list', { name: 'Recently deleted' }))
    expect(recent.getByText('many-releases 5.9')).toBeTruthy()
    expect(recent.getByText(/in 7 days|next week/)).toBeTruthy()
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    await screen.findByText('many-releases 5.9 is back.')
    expect(projectRow('many-releases')?.releases).toHaveLength(count)
    await waitFor(() => expect(screen.queryByText('Recently deleted')).toBeNull())
  })

  test('waits for the consequences: while they cannot be had, nothing is deleted', async () => {
    const { user } = await renderApp('/account/projects/tiny', { as: 'owner' })
    const mend = breakOperation(getReleaseDeletion)
    await user.click(screen.getByRole('button', { name: 'Delete 1.0.0' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    const retry = await dialog.findByRole('button', { name: 'Try again' })
    await user.type(dialog.getByRole('textbox'), '1.0.0{Enter}')
    await waitFor(() => expect(dialog.getAllByText(/The server gave an answer/)).toHaveLength(2))
    expect(deletes()).toEqual([])
    mend()
    await user.click(retry)
    await dialog.findByText(/It is the last release/)
    await user.click(dialog.getByRole('button', { name: 'Delete release' }))
    await screen.findByText('tiny 1.0.0 is deleted.')
    expect(deletes()).toHaveLength(1)
  })

  test('what is in the way of bringing it back is said', async () => {
    const { user } = await renderApp('/account/projects/tiny', { as: 'owner' })
    await user.click(screen.getByRole('button', { name: 'Delete 1.0.0' }))
    await user.type(await screen.findByRole('textbox', { name: /to confirm/ }), '1.0.0{Enter}')
    const back = await screen.findByRole('button', { name: 'Bring back tiny 1.0.0' })
    const [row] = db.deletions
    projectRow('tiny')?.releases.push({ ...row!.release!, files: [] })
    await user.click(back)
    await screen.findByText('This version was published anew since. Delete that release first.')
    projectRow('tiny')!.releases = []
    await user.click(back)
    await screen.findByText('tiny 1.0.0 is back.')
    await waitFor(() => expect(focused()).toBe('Recently deleted'))
  })

  test('leads from its own page to the list of releases', async () => {
    const { user, router } = await renderApp('/account/projects/tiny/releases/1.0.0', {
      as: 'owner',
    })
    await user.click(await screen.findByRole('button', { name: 'Delete release' }))
    await user.type(await screen.findByRole('textbox', { name: /to confirm/ }), '1.0.0{Enter}')
    await waitFor(() => expect(router.state.location.pathname).toBe('/account/projects/tiny'))
    expect(await screen.findByText('There is no release yet.')).toBeTruthy()
    expect(await screen.findByRole('button', { name: 'Bring back tiny 1.0.0' })).toBeTruthy()
  })

  test('its page yanks too, and changes the reason of a yank', async () => {
    const { user } = await renderApp('/account/projects/many-releases/releases/2.4', {
      as: 'owner',
    })
    await user.click(await screen.findByRole('button', { name: 'Change the reason' }))
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: /Reason/ })
    expect(field.value).toBe('Loses data on Windows')
    await user.clear(field)
    await user.type(field, 'Loses data{Enter}')
    await screen.findByText('many-releases 2.4 is yanked.')
    const release = projectRow('many-releases')?.releases.find(({ version }) => version === '2.4')
    expect(release?.yankedReason).toBe('Loses data')
  })

  test('is for owners: a maintainer is told who they are', async () => {
    await renderApp('/account/projects/forty-files', { as: 'owner' })
    expect(await screen.findByText('Only owners can delete releases: maintainer.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Delete 1.0.0' })).toBeNull()
  })

  test('and so is deleting the project, in its settings', async () => {
    await renderApp('/account/projects/forty-files/settings', { as: 'owner' })
    const whole = await screen.findByRole('button', { name: 'Delete forty-files' })
    expect(whole.getAttribute('aria-disabled')).toBe('true')
  })

  test('in quarantine nothing can be done, and that is said', async () => {
    projectRow('tiny')!.status = 'quarantined'
    await renderApp('/account/projects/tiny', { as: 'owner' })
    expect(
      await screen.findByText('Nothing can be changed while the project is in quarantine.'),
    ).toBeTruthy()
    for (const name of [/^Yank/, /^Delete 1/]) {
      expect(screen.queryByRole('button', { name })).toBeNull()
    }
  })

  test('in quarantine the project is not deleted either', async () => {
    projectRow('tiny')!.status = 'quarantined'
    await renderApp('/account/projects/tiny/settings', { as: 'owner' })
    expect(
      await screen.findByText('Nothing of a project in quarantine can be changed.'),
    ).toBeTruthy()
  })
})

test('a project is deleted by its name, listed among the own ones, and brought back', async () => {
  const { user, router } = await renderApp('/account/projects/tiny/settings', { as: 'owner' })
  await user.click(await screen.findByRole('button', { name: 'Delete tiny' }))
  const dialog = within(
    await screen.findByRole('alertdialog', { name: 'Delete the project tiny?' }),
  )
  await dialog.findByText('Once that is final, anybody can take the name tiny.')
  expect(await axeViolations()).toEqual([])
  await user.type(dialog.getByRole('textbox'), 'tiny{Enter}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/account/projects'))
  await screen.findByText('tiny is deleted.')
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Manage tiny' })).toBeNull())
  const list = within(await screen.findByRole('list', { name: 'Deleted projects' }))
  expect(list.getByText('tiny')).toBeTruthy()
  expect(await axeViolations()).toEqual([])
  await user.click(list.getByRole('button', { name: 'Bring back tiny' }))
  await screen.findByRole('link', { name: 'Manage tiny' })
  expect(projectRow('tiny')?.releases).toHaveLength(1)
})
