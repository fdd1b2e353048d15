import { describe, expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { getProject, getProjectDownloads, getRelease } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, requests, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const row = (name: string) => {
  const project = db.projects.find((one) => one.name === name)
  if (project === undefined) throw new Error(`no project ${name}`)
  return project
}
const heading = () => document.querySelector('main h1')?.textContent

describe('the page of a project', () => {
  test('names the newest release, says how to install it, and shows its facts', async () => {
    const { user } = await renderApp('/project/Many_Releases/')
    expect(heading()).toBe('many-releases 5.9')
    expect(document.title).toBe('many-releases 5.9 · Wheelhouse')
    const facts = within(screen.getByRole('complementary', { name: 'About this release' }))
    expect(facts.getByRole('link', { name: 'Source' }).getAttribute('rel')).toContain('noreferrer')
    expect(facts.getByText('Apache-2.0')).toBeTruthy()
    expect(facts.queryByRole('link', { name: 'Manage' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Copy pip' }))
    expect(await navigator.clipboard.readText()).toBe(
      `pip install --index-url ${location.origin}/simple/ many-releases`,
    )
    expect(await axeViolations()).toEqual([])
  })

  test('tells how often it was downloaded, to those who see and to those who listen', async () => {
    await renderApp('/project/many-releases')
    const title = await screen.findByRole('heading', { name: 'Downloads' })
    expect(title.parentElement?.textContent).toMatch(/\d[\d,]+ in the last 30 days/)
    const chart = screen.getByRole('img', { name: /^Downloads by day, at most \d+ on / })
    expect(chart.querySelectorAll('rect')).toHaveLength(30)
    expect(await axeViolations()).toEqual([])
  })

  test('has no chart of nothing, and does without figures that cannot be had', async () => {
    row('tiny').dailyDownloads = 0
    const { unmount } = await renderApp('/project/tiny')
    const title = await screen.findByRole('heading', { name: 'Downloads' })
    expect(title.parentElement?.textContent).toContain('0 in the last 30 days')
    expect(screen.queryByRole('img', { name: /Downloads/ })).toBeNull()
    unmount()
    breakOperation(getProjectDownloads)
    await renderApp('/project/http')
    expect(heading()).toContain('http')
    expect(screen.queryByRole('heading', { name: 'Downloads' })).toBeNull()
  })

  test('says to its people that it is private; others find nothing', async () => {
    row('tiny').visibility = 'private'
    const { unmount } = await renderApp('/project/tiny', { as: 'owner' })
    expect(await screen.findByText('This project is private')).toBeTruthy()
    unmount()
    await renderApp('/project/tiny', { as: 'maintainer' })
    expect(heading()).toBe('There is no project tiny')
  })

  test('remembers the tool that somebody installs with', async () => {
    const { user, unmount } = await renderApp('/project/tiny')
    await user.click(screen.getByRole('tab', { name: 'Poetry' }))
    unmount()
    await renderApp('/project/http')
    expect(screen.getByText(/poetry add --source wheelhouse http$/)).toBeTruthy()
    await user.click(screen.getByRole('tab', { name: 'pip' }))
  })

  test('leads its people to where they manage it', async () => {
    await renderApp('/project/tiny', { as: 'owner' })
    const link = await screen.findByRole('link', { name: 'Manage' })
    expect(link.getAttribute('href')).toBe('/account/projects/tiny')
  })

  test('shows the addresses that its people show, to those who are signed in', async () => {
    const owner = db.accounts.find(({ username }) => username === 'owner')!
    owner.publicEmail = owner.emailId
    const { unmount } = await renderApp('/project/tiny')
    expect(screen.queryByRole('link', { name: owner.email })).toBeNull()
    unmount()
    await renderApp('/project/tiny', { as: 'maintainer' })
    const link = await screen.findByRole('link', { name: owner.email })
    expect(link.getAttribute('href')).toBe('mailto:owner%40example.org')
    expect(await axeViolations()).toEqual([])
  })

  test('its parts have addresses; the focus stays on the tabs', async () => {
    const { user, router } = await renderApp('/project/many-releases/2.3')
    const tabs = within(screen.getByRole('navigation', { name: 'Parts of the project' }))
    await user.click(tabs.getByRole('link', { name: 'Files' }))
    await screen.findByRole('table', { name: 'Files of many-releases 2.3' })
    expect(router.state.location.pathname).toBe('/project/many-releases/2.3/files')
    expect(document.title).toBe('Files of many-releases 2.3 · Wheelhouse')
    expect(document.activeElement).toBe(tabs.getByRole('link', { name: 'Files' }))
    await user.click(tabs.getByRole('link', { name: 'Metadata' }))
    await screen.findByRole('heading', { name: 'Classifiers' })
    await user.click(tabs.getByRole('link', { name: 'Description' }))
    expect(router.state.location.pathname).toBe('/project/many-releases/2.3')
    // Data came once, for all of them.
    expect(requests.filter((line) => line.includes('/projects/many-releases'))).toHaveLength(3)
  })

  test('a name that nobody uses', async () => {
    await renderApp('/project/nope')
    expect(heading()).toBe('There is no project nope')
    expect(document.title).toBe('There is no project nope · Wheelhouse')
    expect(screen.getByRole('link', { name: 'Search for it' }).getAttribute('href')).toBe(
      '/search?q=nope',
    )
    expect(await axeViolations()).toEqual([])
  })

  test('a version that is not there leads to those that are', async () => {
    await renderApp('/project/tiny/9.9')
    expect(heading()).toBe('tiny has no version 9.9')
    expect(screen.getByRole('link', { name: 'All releases' }).getAttribute('href')).toBe(
      '/project/tiny/releases',
    )
  })

  test('a project without a release, a release without a README', async () => {
    const { unmount } = await renderApp('/project/not-released-yet')
    expect(screen.getByText('No release yet')).toBeTruthy()
    expect(await axeViolations()).toEqual([])
    unmount()
    await renderApp('/project/tiny')
    expect(await screen.findByText('No description')).toBeTruthy()
  })

  test.each([
    ['the project', getProject],
    ['the release', getRelease],
  ])('%s cannot be had: says so, and tries again', async (_what, operation) => {
    const mend = breakOperation(operation)
    const { user } = await renderApp('/project/tiny')
    const retry = await screen.findByRole('button', { name: 'Try again' })
    expect(await axeViolations()).toEqual([])
    mend()
    await user.click(retry)
    await screen.findByRole('navigation', { name: 'Parts of the project' })
  })
})

describe('what should be known before installing', () => {
  test.each([
    ['/project/old-faithful', 'This project is archived', 'Finished: no more releases'],
    ['/project/retired-client', 'This project is deprecated', 'Use http-client'],
    ['/project/many-releases/2.4', 'This release is yanked', 'Loses data on Windows'],
    ['/project/all-yanked', 'This release is yanked', 'Superseded by'],
    ['/project/many-releases/6.0rc1', 'This is a pre-release', 'The current version is 5.9'],
    ['/project/only-previews', 'This is a pre-release', 'no final release yet'],
  ])('%s', async (address, title, detail) => {
    await renderApp(address)
    const box = screen.getByText(title).parentElement
    expect(box?.textContent).toContain(detail)
    expect(await axeViolations()).toEqual([])
  })

  test('an old version is asked for by its number, and says what is current', async () => {
    await renderApp('/project/many-releases/2.3')
    expect(screen.getByText(/many-releases==2\.3$/)).toBeTruthy()
    expect(screen.getByRole('link', { name: '5.9' }).getAttribute('href')).toBe(
      '/project/many-releases',
    )
  })

  test('a yanked one is asked for by its number even where it is the newest', async () => {
    await renderApp('/project/all-yanked')
    expect(screen.getByText(/all-yanked==1\.2$/)).toBeTruthy()
  })

  test('in quarantine there is nothing to install', async () => {
    row('tiny').status = 'quarantined'
    await renderApp('/project/tiny')
    expect(screen.getByText('This project is in quarantine')).toBeTruthy()
    expect(document.querySelector('main')?.textContent).not.toContain('pip install')
    expect(await axeViolations()).toEqual([])
  })
})

describe('the README', () => {
  const show = async (html: string, hash = '') => {
    const [release] = row('tiny').releases
    if (release === undefined) throw new Error('no release')
    release.readme = { kind: 'markdown', html }
    return renderApp(`/project/tiny${hash}`)
  }

  test('scripts stay text', async () => {
    await renderApp('/project/hostile-readme')
    expect(await screen.findByText(/<script>alert\(1\)<\/script> stays text/)).toBeTruthy()
    expect(document.querySelector('main script')).toBeNull()
    expect(await axeViolations()).toEqual([])
  })

  test('links within it go through the router, with and without the prefix', async () => {
    const { user, router } = await show(
      '<p><a href="#user-content-use">Use</a> <a href="#use">Short</a></p><h2 id="user-content-use">Use it</h2>',
    )
    const target = await screen.findByRole('heading', { name: 'Use it' })
    for (const name of ['Use', 'Short']) {
      document.body.focus()
      await user.click(screen.getByRole('link', { name }))
      await waitFor(() => expect(document.activeElement).toBe(target))
    }
    expect(router.state.location.hash).toBe('#use')
    expect(router.state.location.pathname).toBe('/project/tiny')
  })

  test('an address with a fragment leads to its heading', async () => {
    await show('<h2 id="user-content-über">Über</h2>', '#%C3%BCber')
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Über'))
  })

  test('wide tables, code and task lists can be used without a mouse', async () => {
    await show(
      '<h2>A</h2><table><tbody><tr><td>1</td></tr></tbody></table><pre><code>x</code></pre><ul><li><input type="checkbox" disabled> do</li></ul>',
    )
    const frame = await screen.findByRole('group', { name: 'Table' })
    expect([frame.tabIndex, frame.firstElementChild?.tagName]).toEqual([0, 'TABLE'])
    expect(screen.getByRole('group', { name: 'Code' }).tabIndex).toBe(0)
    expect(screen.getByRole('checkbox', { name: 'Task' })).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })
})

describe('files', () => {
  test('are filtered by words that stand in the address', async () => {
    const { user, router } = await renderApp('/project/forty-files/files')
    const rows = () => [...document.querySelectorAll('tbody tr')]
    expect(rows()).toHaveLength(40)
    expect(rows()[0]?.textContent).toContain('forty_files-1.0.0.tar.gz')
    expect(rows()[1]?.textContent).toContain('cp39')
    await user.type(screen.getByRole('searchbox', { name: 'Filter files' }), 'CP313 win')
    await waitFor(() => expect(rows()).toHaveLength(2))
    expect(screen.getByText('2 files')).toBeTruthy()
    await waitFor(() => expect(router.state.location.search).toBe('?filter=CP313+win'))
    expect(await axeViolations()).toEqual([])
    await user.type(screen.getByRole('searchbox', { name: 'Filter files' }), ' zzz')
    await screen.findByText('No file matches.')
  })

  test('show their hashes to copy, their metadata, and where to get them', async () => {
    const { user } = await renderApp('/project/tiny/files')
    const wheel = 'tiny-1.0.0-py3-none-any.whl'
    const [release] = row('tiny').releases
    const file = release?.files.find(({ filename }) => filename === wheel)
    const link = screen.getByRole('link', { name: wheel })
    expect(link.getAttribute('href')).toMatch(/\/packages\/.*\.whl$/)
    await user.click(
      screen.getByText('Hashes and metadata', { selector: `[aria-label$="${wheel}"]` }),
    )
    await user.click(await screen.findByRole('button', { name: `Copy SHA-256 of ${wheel}` }))
    expect(await navigator.clipboard.readText()).toBe(file?.sha256)
    expect(screen.getByRole('link', { name: 'Core metadata' }).getAttribute('href')).toBe(
      `${link.getAttribute('href')}.metadata`,
    )
    expect(await axeViolations()).toEqual([])
  })

  test('a release can have none', async () => {
    const [release] = row('tiny').releases
    if (release !== undefined) release.files = []
    await renderApp('/project/tiny/files')
    expect(await screen.findByText('This release has no files.')).toBeTruthy()
  })
})

describe('releases', () => {
  test('are marked, and filtered by what stands in the address', async () => {
    const { user, router } = await renderApp('/project/many-releases/releases')
    const list = within(screen.getByRole('list', { name: 'Release history' }))
    // So few more than the first ones come by themselves.
    await waitFor(() => expect(list.getAllByRole('listitem')).toHaveLength(60))
    expect(list.getByText('Current').closest('li')?.textContent).toContain('5.9')
    expect(list.getByText('Loses data on Windows').closest('li')?.textContent).toContain('2.4')
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('checkbox', { name: 'Hide pre-releases' }))
    await user.click(screen.getByRole('checkbox', { name: 'Hide yanked' }))
    await screen.findByText('52 of 60 releases')
    await user.type(screen.getByRole('searchbox', { name: 'Filter versions' }), '2.')
    await screen.findByText('8 of 60 releases')
    await waitFor(() => expect(router.state.location.search).toBe('?version=2.&final=&unyanked='))
    await user.type(screen.getByRole('searchbox', { name: 'Filter versions' }), 'nope')
    await user.click(await screen.findByRole('button', { name: 'Show all releases' }))
    await screen.findByText('60 of 60 releases')
  })
})

test('of hundreds of releases the first are shown, and the rest by a press', async () => {
  const project = row('tiny')
  const [one] = project.releases
  if (one === undefined) throw new Error('no release')
  project.releases = Array.from({ length: 250 }, (_, number) => ({
    ...one,
    version: `1.${number}`,
  }))
  const { user } = await renderApp('/project/tiny/releases')
  expect(screen.getByText('250 of 250 releases')).toBeTruthy()
  const rows = () => document.querySelectorAll('ol > li')
  expect([rows().length, rows()[0]?.querySelector('a')?.textContent]).toEqual([50, '1.249'])
  await user.click(screen.getByRole('button', { name: 'Show all 250' }))
  // The focus is at the end of what was there, so that the next stop is what is new.
  expect(rows()[49]?.contains(document.activeElement)).toBe(true)
  await waitFor(() => expect(rows()).toHaveLength(250))
  // All of them are wanted still after a filter that nothing matches.
  await user.type(screen.getByRole('searchbox', { name: 'Filter versions' }), 'nope')
  await user.click(await screen.findByRole('button', { name: 'Show all releases' }))
  await waitFor(() => expect(rows()).toHaveLength(250))
})

describe('metadata', () => {
  test('groups dependencies by what brings them in', async () => {
    await renderApp('/project/sixty-dependencies/metadata')
    const always = screen.getByRole('heading', { name: 'Always' }).parentElement
    const extra = screen.getByRole('heading', { name: 'With the extra all' }).parentElement
    expect(always?.querySelectorAll('li')).toHaveLength(40)
    expect(extra?.querySelectorAll('li')).toHaveLength(20)
    expect(extra?.textContent).not.toContain('extra ==')
    expect(screen.getByRole('link', { name: 'dependency-1' }).getAttribute('href')).toBe(
      '/project/dependency-1',
    )
    expect(screen.getByRole('heading', { name: 'Programming Language' })).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })

  test('an address that is none of the web is no link', async () => {
    const [release] = row('tiny').releases
    release?.projectUrls.push({ label: 'Odd', url: 'javascript:alert(1)' })
    await renderApp('/project/tiny/metadata')
    expect((await screen.findAllByText(/javascript:alert\(1\)/)).length).toBeGreaterThan(0)
    expect(document.querySelector('a[href^="javascript"]')).toBeNull()
  })

  test('says what is missing', async () => {
    const [release] = row('tiny').releases
    Object.assign(release ?? {}, {
      requiresPython: null,
      licenseExpression: null,
      classifiers: [],
      projectUrls: [],
    })
    await renderApp('/project/tiny/metadata')
    expect((await screen.findAllByText('Any version')).length).toBe(2)
    expect(screen.getByText('It needs no other package.')).toBeTruthy()
    expect(screen.getByText('None given.')).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })
})
