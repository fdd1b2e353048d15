import { describe, expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { getProject, getRelease, unyankRelease } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, requests, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const releaseRow = (project: string, version: string) =>
  db.projects
    .find(({ name }) => name === project)
    ?.releases.find((release) => release.version === version)
const rowOf = async (version: string) => {
  const table = within(await screen.findByRole('table', { name: 'Releases' }))
  const row = table.getByText(version, { selector: 'code' }).closest('tr')
  if (row === null) throw new Error('no row')
  return within(row)
}

describe('the releases of a project', () => {
  test('yanking asks first, takes a reason, shows it at once, and can be undone', async () => {
    const { user } = await renderApp('/account/projects/tiny', { as: 'owner' })
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Yank 1.0.0' }))
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Yank tiny 1.0.0?' }))
    expect(document.activeElement?.textContent).toBe('Cancel')
    expect(await axeViolations()).toEqual([])
    await user.type(dialog.getByRole('textbox', { name: /Reason/ }), 'Broken on Windows')
    await user.click(dialog.getByRole('button', { name: 'Yank release' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(releaseRow('tiny', '1.0.0')?.yankedReason).toBe('Broken on Windows')
    expect((await rowOf('1.0.0')).getByText('Broken on Windows')).toBeTruthy()
    expect(screen.getByText('tiny 1.0.0 is yanked.')).toBeTruthy()
    expect(await axeViolations()).toEqual([])

    await user.click(screen.getByRole('button', { name: 'Undo' }))
    await screen.findByText('tiny 1.0.0 is not yanked any more.')
    expect(releaseRow('tiny', '1.0.0')?.yanked).toBe(false)
    expect((await rowOf('1.0.0')).queryByText('Yanked')).toBeNull()
  })

  test('the question can be left without a change', async () => {
    const { user } = await renderApp('/account/projects/tiny', { as: 'owner' })
    const button = screen.getByRole('button', { name: 'Yank 1.0.0' })
    await user.click(button)
    await screen.findByRole('alertdialog')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(requests.some((line) => line.startsWith('PUT'))).toBe(false)
    await waitFor(() => expect(document.activeElement).toBe(button))
  })

  test('un-yanking is done at once; its undoing brings the reason back', async () => {
    const { user } = await renderApp('/account/projects/many-releases', { as: 'maintainer' })
    await user.click((await rowOf('2.4')).getByRole('button', { name: 'Un-yank 2.4' }))
    await screen.findByText('many-releases 2.4 is not yanked any more.')
    expect(releaseRow('many-releases', '2.4')?.yanked).toBe(false)
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    await screen.findByText('many-releases 2.4 is yanked.')
    expect(releaseRow('many-releases', '2.4')?.yankedReason).toBe('Loses data on Windows')
  })

  test('a refused yank is said in the question, a refused un-yank above the list', async () => {
    const { user } = await renderApp('/account/projects/all-yanked', { as: 'owner' })
    breakOperation(unyankRelease)
    await user.click(await screen.findByRole('button', { name: 'Un-yank 1.1' }))
    await screen.findByText(/The server gave an answer/)
    db.failNext('yankRelease', 'forbidden')
    const release = releaseRow('all-yanked', '1.0')
    if (release !== undefined) release.yanked = false
    const { user: again } = await renderApp('/account/projects/all-yanked', { as: 'owner' })
    await again.click(await screen.findByRole('button', { name: 'Yank 1.0' }))
    await again.click(await screen.findByRole('button', { name: 'Yank release' }))
    const dialog = await screen.findByRole('alertdialog')
    await within(dialog).findByText('Your role does not allow this.')
  })

  test('are filtered by what stands in the address', async () => {
    const { user, router } = await renderApp('/account/projects/many-releases', { as: 'owner' })
    await user.type(await screen.findByRole('searchbox', { name: 'Filter versions' }), '2.4')
    await screen.findByText('1 of 60 releases')
    await waitFor(() => expect(router.state.location.search).toBe('?version=2.4'))
  })

  test('there may be none yet', async () => {
    await renderApp('/account/projects/not-released-yet', { as: 'owner' })
    expect(await screen.findByText('There is no release yet.')).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })
})

describe('who may be here', () => {
  test('without a role: says so, and who could give one', async () => {
    await renderApp('/account/projects/http', { as: 'owner' })
    expect(await screen.findByText('You have no role in http')).toBeTruthy()
    expect(screen.getByText('An owner can give you one: maintainer.')).toBeTruthy()
    expect(screen.queryByRole('table')).toBeNull()
    expect(await axeViolations()).toEqual([])
  })

  test('strangers are led to the sign-in page', async () => {
    const { router } = await renderApp('/account/projects/http')
    expect(router.state.location.pathname).toBe('/sign-in')
  })

  test.each([
    ['/account/projects/tiny', getProject],
    ['/account/projects/tiny/releases/1.0.0', getRelease],
  ])('%s cannot be had: says so, and tries again', async (address, operation) => {
    const mend = breakOperation(operation)
    const { user } = await renderApp(address, { as: 'owner' })
    const retry = await screen.findByRole('button', { name: 'Try again' })
    mend()
    await user.click(retry)
    await screen.findByRole('table')
  })
})

describe('the files of a release', () => {
  const wheel = 'tiny-1.0.0-py3-none-any.whl'

  test('an owner deletes one by typing its name', async () => {
    const { user } = await renderApp('/account/projects/tiny/releases/1.0.0', { as: 'owner' })
    await user.click(await screen.findByRole('button', { name: `Delete ${wheel}` }))
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Delete this file?' }))
    await dialog.findByText('1 file, 28 kB')
    expect(
      dialog.getByText(/No file can ever be called tiny-1.0.0-py3-none-any.whl again/),
    ).toBeTruthy()
    expect(dialog.getByText('An owner can bring it back for 7 days.')).toBeTruthy()
    expect(await axeViolations()).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Delete file' }))
    await dialog.findByText(`This is not ${wheel}.`)
    expect(requests.some((line) => line.startsWith('DELETE'))).toBe(false)
    await user.type(dialog.getByRole('textbox'), wheel)
    await user.click(dialog.getByRole('button', { name: 'Delete file' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(releaseRow('tiny', '1.0.0')?.files.map(({ filename }) => filename)).toEqual([
      'tiny-1.0.0.tar.gz',
    ])
    expect(screen.getByText(`${wheel} is deleted.`)).toBeTruthy()
    expect(screen.queryByRole('link', { name: wheel })).toBeNull()
    // The row is gone, and its button with it.
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Files'))
  })

  test('a refusal is said in the question, and nothing is gone', async () => {
    const { user } = await renderApp('/account/projects/tiny/releases/1.0.0', { as: 'owner' })
    db.failNext('deleteFile', 'forbidden')
    await user.click(await screen.findByRole('button', { name: `Delete ${wheel}` }))
    await user.type(await screen.findByRole('textbox', { name: /to confirm/ }), wheel)
    await user.keyboard('{Enter}')
    await within(screen.getByRole('alertdialog')).findByText('Your role does not allow this.')
    expect(releaseRow('tiny', '1.0.0')?.files).toHaveLength(2)
  })

  test('a maintainer is told why not, and whom to ask', async () => {
    await renderApp('/account/projects/forty-files/releases/1.0.0', { as: 'owner' })
    expect(await screen.findByText('Only owners can delete files')).toBeTruthy()
    expect(screen.getByText(/Ask an owner: maintainer/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Delete forty/ })).toBeNull()
    const whole = screen.getByRole('button', { name: 'Delete release' })
    expect(whole.getAttribute('aria-disabled')).toBe('true')
    expect(whole.getAttribute('aria-describedby')).not.toBeNull()
    expect(screen.getByText('Only owners can do this: maintainer.')).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })

  test('there may be none left', async () => {
    const release = releaseRow('tiny', '1.0.0')
    if (release !== undefined) release.files = []
    await renderApp('/account/projects/tiny/releases/1.0.0', { as: 'owner' })
    expect(await screen.findByText('This release has no files left.')).toBeTruthy()
  })
})
