import { describe, expect, test } from '@jest/globals'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { checkUpload, uploadFile } from '@wheelhouse/shared-types'
import { http, HttpResponse } from 'msw'
import { axeViolations } from '../../../test/axe.ts'
import { db, renderApp, requests, server, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const PUBLISH = `POST ${uploadFile.path}`
const CHECK = `POST ${checkUpload.path}`
const wheel = (name: string, version = '1.0') =>
  new File([`${name} ${version}`], `${name}-${version}-py3-none-any.whl`)
const input = () => screen.getByLabelText<HTMLInputElement>('Choose files', { selector: 'input' })
const row = async (file: File) => {
  const name = await screen.findByText(file.name)
  return name.closest('li')!
}
const says = async (file: File, words: string | RegExp) => within(await row(file)).findByText(words)
const sent = (line: string) => requests.filter((request) => request === line).length
const findProject = (name: string) =>
  db.projects.find(({ normalizedName }) => normalizedName === name)

/** Holds the answers to uploads back until it is called. */
function holdUploads(): () => void {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  server.use(
    http.post(`*${uploadFile.path}`, async () => {
      await held
      return HttpResponse.json(
        { project: 'held', version: '1.0', filename: 'held', outcome: 'stored' },
        { status: 201 },
      )
    }),
  )
  return release
}

describe('uploading', () => {
  test('several chosen files: each is published and leads to its release', async () => {
    const { user } = await renderApp('/account/upload', { as: 'owner' })
    expect(await axeViolations()).toEqual([])
    const files = [wheel('web_one'), wheel('web_one', '1.1'), wheel('web_two')]
    await user.upload(input(), files)
    for (const file of files) await says(file, 'Published')
    expect(findProject('web-one')?.releases.map(({ version }) => version)).toEqual(['1.0', '1.1'])
    const link = within(await row(files[2]!)).getByRole('link', { name: 'web-two 1.0' })
    expect(link.getAttribute('href')).toBe('/project/web-two/1.0')
    const said = screen.getByText(/^web_.* is published\.$/)
    expect(said.closest('[aria-live]')?.getAttribute('aria-live')).toBe('polite')
    expect(await axeViolations()).toEqual([])

    await user.click(screen.getByRole('button', { name: 'Clear the list' }))
    expect(screen.queryByText(files[0]!.name)).toBeNull()
  })

  test('by drag and drop, with a sign that the files may be dropped', async () => {
    await renderApp('/account/upload', { as: 'owner' })
    const zone = screen.getByText(/^Drop wheels/).parentElement!
    const file = wheel('web_dropped')
    const dataTransfer = { types: ['Files'], files: [file], dropEffect: 'none' }
    const before = zone.className
    expect(fireEvent.dragOver(zone, { dataTransfer })).toBe(false)
    await waitFor(() => expect(zone.className).not.toBe(before))
    expect(fireEvent.drop(zone, { dataTransfer })).toBe(false)
    await says(file, 'Published')
    expect(zone.className).toBe(before)
  })

  test('a file that is dropped beside the zone does not replace the page', async () => {
    await renderApp('/account/upload', { as: 'owner' })
    const dataTransfer = { types: ['Files'], files: [wheel('x')], dropEffect: 'copy' }
    expect(fireEvent.drop(document.body, { dataTransfer })).toBe(false)
    const text = { types: ['text/plain'], files: [], dropEffect: 'copy' }
    expect(fireEvent.drop(document.body, { dataTransfer: text })).toBe(true)
    expect(requests).not.toContain(PUBLISH)
  })

  test('a refusal stands beside its file, in the words of the server; the others go on', async () => {
    const { user } = await renderApp('/account/upload', { as: 'owner' })
    const foreign = wheel('http')
    const good = wheel('web_beside')
    await user.upload(input(), [foreign, good])
    const words = await says(foreign, /isn't allowed to upload/)
    expect(words.getAttribute('lang')).toBe('en')
    await says(foreign, 'Refused')
    await says(good, 'Published')
    expect(await axeViolations()).toEqual([])
  })

  test('what can be seen by name and size is not sent', async () => {
    const { user } = await renderApp('/account/upload', { as: 'owner' })
    const large = wheel('web_large')
    Object.defineProperty(large, 'size', { value: 200 * 2 ** 20 })
    const notes = new File(['x'], 'notes.txt')
    fireEvent.change(input(), { target: { files: [large, notes] } })
    await says(large, /larger than the/)
    await says(notes, /neither a wheel/)
    expect(sent(PUBLISH)).toBe(0)
    expect(within(await row(large)).queryByRole('button')).toBeNull()
    await user.upload(input(), wheel('web_small'))
    await says(wheel('web_small'), 'Published')
  })

  test('a failure can be tried again', async () => {
    const { user } = await renderApp('/account/upload', { as: 'owner' })
    const file = wheel('web_again')
    server.use(http.post(`*${uploadFile.path}`, () => HttpResponse.error(), { once: true }))
    await user.upload(input(), file)
    await says(file, /could not be reached/)
    await user.click(screen.getByRole('button', { name: `Try again: ${file.name}` }))
    await says(file, 'Published')
  })

  test('a session that ended is told of, and the file stays in the list', async () => {
    const { user } = await renderApp('/account/upload', { as: 'owner' })
    db.sessions.length = 0
    const file = wheel('web_late')
    await user.upload(input(), file)
    await screen.findByText('Your session has ended')
    await says(file, 'Failed')
  })

  test('whoever has not verified the address is told before the first file', async () => {
    const { user } = await renderApp('/account/upload', { as: 'unverified' })
    await screen.findByText('Verify your e-mail address first')
    const file = wheel('web_unverified')
    await user.upload(input(), file)
    await says(file, /Verify the e-mail address/)
  })
})

describe('checking only', () => {
  test('says what an upload would do, publishes nothing, and then does it when asked', async () => {
    const { user } = await renderApp('/account/upload', { as: 'owner' })
    await user.click(screen.getByRole('checkbox', { name: 'Check only' }))
    const file = new File(['content'], 'web_dry-1.0.tar.gz')
    await user.upload(input(), file)
    await says(file, 'It would make the project web-dry with version 1.0.')
    await says(file, /has no description/)
    expect([sent(CHECK), sent(PUBLISH)]).toEqual([1, 0])
    expect(findProject('web-dry')).toBeUndefined()
    expect(await axeViolations()).toEqual([])

    await user.click(screen.getByRole('button', { name: `Publish ${file.name}` }))
    await says(file, 'Published')
    expect(findProject('web-dry')).toBeDefined()
  })

  test('refuses with the same words', async () => {
    const { user } = await renderApp('/account/upload', { as: 'owner' })
    await user.click(screen.getByRole('checkbox', { name: 'Check only' }))
    const file = wheel('http')
    await user.upload(input(), file)
    await says(file, /isn't allowed to upload/)
  })
})

describe('files under way', () => {
  test('are two at a time; one and all can be cancelled', async () => {
    const release = holdUploads()
    const { user } = await renderApp('/account/upload', { as: 'owner' })
    const files = ['a', 'b', 'c', 'd'].map((name) => wheel(`web_${name}`))
    await user.upload(input(), files)
    await waitFor(() => expect(sent(PUBLISH)).toBe(2))
    await says(files[2]!, 'Waiting')
    await user.dblClick(screen.getByRole('button', { name: `Cancel ${files[0]!.name}` }))
    await says(files[0]!, 'Cancelled')
    await waitFor(() => expect(sent(PUBLISH)).toBe(3))
    await user.dblClick(screen.getByRole('button', { name: 'Cancel all' }))
    for (const file of files) await says(file, 'Cancelled')
    release()
    expect(sent(PUBLISH)).toBe(3)
    await user.click(screen.getByRole('button', { name: `Try again: ${files[3]!.name}` }))
    await says(files[3]!, 'Published')
  })

  test('hold back whoever leaves: they are asked first', async () => {
    const release = holdUploads()
    const { user, router } = await renderApp('/account/upload', { as: 'owner' })
    const file = wheel('web_left')
    await user.upload(input(), file)
    await waitFor(() => expect(sent(PUBLISH)).toBe(1))
    expect(dispatchEvent(new Event('beforeunload', { cancelable: true }))).toBe(false)

    await user.click(screen.getByRole('link', { name: 'API tokens' }))
    const dialog = await screen.findByRole('alertdialog', { name: 'Leave this page?' })
    expect(await axeViolations()).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }))
    expect(router.state.location.pathname).toBe('/account/upload')
    await user.click(screen.getByRole('link', { name: 'API tokens' }))
    await user.click(await screen.findByRole('button', { name: 'Leave and cancel' }))
    await screen.findByRole('heading', { level: 1, name: 'API tokens' })
    release()
    expect(dispatchEvent(new Event('beforeunload', { cancelable: true }))).toBe(true)
  })
})

describe('in the settings of a project', () => {
  test('a new release turns up in the list; files of others are not sent', async () => {
    const { user } = await renderApp('/account/projects/tiny', { as: 'owner' })
    await screen.findByRole('heading', { name: 'Upload to tiny' })
    const other = wheel('another')
    const own = wheel('tiny', '7.0')
    await user.upload(input(), [other, own])
    await says(other, 'By its name this is a file of another, not of tiny.')
    await says(own, 'Published')
    await screen.findByRole('button', { name: 'Yank 7.0' })
    expect(sent(PUBLISH)).toBe(1)
    expect(await axeViolations()).toEqual([])
  })

  test('an archived project takes none', async () => {
    await renderApp('/account/projects/old-faithful', { as: 'owner' })
    await screen.findByText('Nothing can be uploaded to a project in this state.')
    expect(screen.queryByRole('button', { name: 'Choose files' })).toBeNull()
  })

  test('the list of projects leads to an upload', async () => {
    const { user } = await renderApp('/account/projects', { as: 'owner' })
    await user.click(screen.getByRole('link', { name: 'Upload files' }))
    await screen.findByRole('heading', { level: 1, name: 'Upload files' })
  })
})
