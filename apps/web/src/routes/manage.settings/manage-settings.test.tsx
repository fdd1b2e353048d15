import { describe, expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { getProjectOverview } from '@wheelhouse/shared-types'
import { findByUsername, findProject } from '../../../mock-api/db.ts'
import { db, renderApp, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const at = (project: string) => `/account/projects/${project}/settings`
const section = async (name: string) => within(await screen.findByRole('region', { name }))

describe('the state', () => {
  test('an owner deprecates it with a replacement, and visitors are led there', async () => {
    const { user, router } = await renderApp(at('tiny'), { as: 'owner' })
    const state = await section('State')
    await user.click(state.getByRole('radio', { name: 'Deprecated' }))
    await user.click(state.getByRole('button', { name: 'Change state' }))
    expect(await state.findAllByText('Fill in this field.')).not.toEqual([])
    await user.type(state.getByLabelText(/^What to use instead/), 'Tiny')
    await user.click(state.getByRole('button', { name: 'Change state' }))
    expect(await state.findByText(/cannot take its own place/, { selector: 'p *' })).toBeTruthy()
    await user.clear(state.getByLabelText(/^What to use instead/))
    await user.type(state.getByLabelText(/^What to use instead/), 'HTTP.Client')
    await user.click(state.getByRole('button', { name: 'Change state' }))
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Deprecate tiny?' }))
    expect(await dialog.findByText(/2 files can still be installed/)).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: 'Deprecate project' }))
    await screen.findByText('tiny is deprecated.')
    expect(findProject(db, 'tiny')).toMatchObject({
      status: 'deprecated',
      statusReason: null,
      replacement: 'http-client',
    })
    await router.navigate('/project/tiny')
    const link = await screen.findByRole('link', { name: 'http-client' })
    expect(link.getAttribute('href')).toBe('/project/http-client')
  })

  test('is archived by typing the name; a missing replacement is said', async () => {
    const { user } = await renderApp(at('retired-client'), { as: 'maintainer' })
    let state = await section('State')
    const replacement = state.getByLabelText(/^What to use instead/)
    await user.clear(replacement)
    await user.type(replacement, 'never-was')
    await user.click(state.getByRole('button', { name: 'Change state' }))
    await user.click(await screen.findByRole('button', { name: 'Deprecate project' }))
    await screen.findByText(/There is no public project never-was here/)
    state = await section('State')
    await user.click(state.getByRole('radio', { name: 'Archived' }))
    await user.click(state.getByRole('button', { name: 'Change state' }))
    const dialog = within(await screen.findByRole('alertdialog', { name: /^Archive/ }))
    await user.click(dialog.getByRole('button', { name: 'Archive project' }))
    expect(findProject(db, 'retired-client')?.status).toBe('deprecated')
    await user.type(dialog.getByRole('textbox', { name: /to confirm/ }), 'retired-client')
    await user.click(dialog.getByRole('button', { name: 'Archive project' }))
    await screen.findByText('retired-client is archived.')
    expect(findProject(db, 'retired-client')).toMatchObject({
      status: 'archived',
      replacement: null,
    })
  })
})

test('an owner makes it private and hands it over', async () => {
  const { user, router } = await renderApp(at('many-releases'), { as: 'owner' })
  const visibility = await section('Visibility')
  await user.click(visibility.getByRole('button', { name: 'Make it private' }))
  await user.type(await screen.findByRole('textbox', { name: /to confirm/ }), 'many-releases')
  const dialog = within(screen.getByRole('alertdialog'))
  await user.click(dialog.getByRole('button', { name: 'Make it private' }))
  await screen.findByText('many-releases is private.')
  expect(findProject(db, 'many-releases')?.visibility).toBe('private')

  const handover = await section('Hand over')
  await user.click(handover.getByRole('button', { name: 'Hand project over' }))
  expect(await handover.findAllByText('Fill in this field.')).not.toEqual([])
  await user.selectOptions(handover.getByLabelText(/^New owner/), 'maintainer')
  await user.click(handover.getByRole('radio', { name: 'I leave the project' }))
  await user.click(handover.getByRole('checkbox'))
  await user.type(handover.getByLabelText(/to confirm/), 'many-releases')
  await user.click(handover.getByRole('button', { name: 'Hand project over' }))
  await screen.findByText('maintainer is an owner of many-releases now.')
  expect(router.state.location.pathname).toBe('/account/projects')
  expect(findProject(db, 'many-releases')?.people).toEqual([
    { accountId: findByUsername(db, 'maintainer')?.id, role: 'owner' },
  ])
})

describe('description and links', () => {
  test('a maintainer changes them, the page says so, and what the files say comes back', async () => {
    const { user, router } = await renderApp(at('forty-files'), { as: 'owner' })
    const before = findProject(db, 'forty-files')?.releases[0]?.readme
    let part = await section('Description and links')
    await user.click(part.getByRole('button', { name: 'Change them for 1.0.0' }))
    const text = await part.findByLabelText(/^Description/)
    await user.clear(text)
    await user.type(text, 'Words of today')
    const links = part.getByLabelText(/^Links/)
    await user.clear(links)
    await user.type(links, 'https://example.org')
    await user.click(part.getByRole('button', { name: 'Save description' }))
    expect(await part.findByText(/Write one link on each line/, { selector: 'p *' })).toBeTruthy()
    await user.clear(links)
    await user.type(links, 'Docs, https://example.org/a,b')
    await user.click(part.getByRole('button', { name: 'Save description' }))
    await screen.findByText('The page of 1.0.0 is changed.')
    expect(findProject(db, 'forty-files')?.releases[0]).toMatchObject({
      projectUrls: [{ label: 'Docs', url: 'https://example.org/a,b' }],
    })
    await router.navigate('/project/forty-files')
    expect(await screen.findByText('Words of today')).toBeTruthy()
    expect(screen.getByText(/Description and links were changed on/)).toBeTruthy()

    await router.navigate(at('forty-files'))
    part = await section('Description and links')
    await user.click(await part.findByRole('button', { name: 'Change them for 1.0.0' }))
    await user.click(await part.findByRole('button', { name: 'Show what the files say' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    await user.click(dialog.getByRole('button', { name: 'Show what the files say' }))
    await screen.findByText(/shows again what its files say/)
    expect(findProject(db, 'forty-files')?.releases[0]?.readme).toEqual(before)
  })
})

describe('the overview', () => {
  test('has a line for each gap, with the way to mend it', async () => {
    await renderApp(at('tiny'), { as: 'owner' })
    const gaps = within(await screen.findByRole('list', { name: 'What is missing' }))
    expect(gaps.getAllByRole('listitem').map((item) => item.textContent?.slice(0, 30))).toEqual([
      'One person has no second facto',
      'One API token that can change ',
      'It has one owner only. If they',
      'The latest release has no desc',
    ])
    const link = gaps.getByRole('link', { name: 'Write one' })
    expect(link.getAttribute('href')).toBe('/account/projects/tiny/settings#description')
    const limits = await section('Limits')
    expect(limits.getByRole('meter')).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })

  test('that cannot be had can be asked for again', async () => {
    const mend = breakOperation(getProjectOverview)
    const { user } = await renderApp(at('tiny'), { as: 'owner' })
    const overview = await section('Overview')
    const retry = await overview.findByRole('button', { name: 'Try again' })
    mend()
    await user.click(retry)
    await screen.findByRole('list', { name: 'What is missing' })
  })
})

describe('who may not', () => {
  test('a maintainer is told whom to ask, and can change the description', async () => {
    await renderApp(at('forty-files'), { as: 'owner' })
    expect(await screen.findByText(/ask an owner: maintainer/)).toBeTruthy()
    await section('Description and links')
    for (const name of ['State', 'Visibility', 'Hand over']) {
      expect(screen.queryByRole('region', { name })).toBeNull()
    }
  })

  test('in quarantine nobody can change anything, and its history is there', async () => {
    const { user } = await renderApp(at('under-review'), { as: 'maintainer' })
    expect(await screen.findByText('Nothing can be changed in quarantine')).toBeTruthy()
    await section('Overview')
    for (const name of ['State', 'Visibility', 'Hand over', 'Description and links']) {
      expect(screen.queryByRole('region', { name })).toBeNull()
    }
    await user.click(screen.getByRole('link', { name: 'History' }))
    await screen.findByText('Nothing here')
  })

  test('somebody alone has nobody to hand it to', async () => {
    await renderApp(`${at('tiny')}#transfer`, { as: 'owner' })
    const handover = await section('Hand over')
    expect(handover.getByText(/You are alone in this project/)).toBeTruthy()
    await waitFor(() => expect(document.querySelector('#transfer')).toBeTruthy())
  })
})
