import { describe, expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { listPublishers } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, requests, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const project = (name: string) => db.projects.find((row) => row.normalizedName === name)!
const open = (name: string, query = '') =>
  renderApp(`/account/projects/${name}/publishing${query}`, { as: 'publisher' })
const cards = () =>
  within(screen.getByRole('list', { name: 'Trusted publishers' })).getAllByRole('listitem')
/** What is said below a field is read out as well, from a place of its own. */
const findNote = (words: RegExp) => screen.findByText(words, { selector: 'main *' })
const text = (label: string | RegExp) => screen.getByLabelText<HTMLInputElement>(label)

describe('the list of publishers', () => {
  test('says in words who each is, who added it and whether it is used', async () => {
    await open('shipped-by-builds')
    const [github, gitlab] = cards()
    expect(github?.textContent).toContain(
      'The workflow release.yml of example-org/shipped-by-builds on GitHub, in any environment, or in none.',
    )
    expect(github?.textContent).toMatch(/Added by publisher on .*2025.*Last upload here/)
    expect(gitlab?.textContent).toContain(
      'The pipeline .gitlab-ci.yml of example-group/tools/shipped-by-builds on gitlab.com, in the environment release only.',
    )
    expect(gitlab?.textContent).toContain('It has uploaded nothing here yet.')
    expect(screen.getByRole('link', { name: 'Trusted publishing', current: 'page' })).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })

  test('a publisher is removed after a question; the owners are told', async () => {
    const { user } = await open('shipped-by-builds')
    await user.click(screen.getByRole('button', { name: /^Remove .*\(GitLab\)$/ }))
    const dialog = await screen.findByRole('alertdialog', { name: /^Remove the publisher/ })
    expect(document.activeElement?.textContent).toBe('Cancel')
    expect(await axeViolations()).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Remove publisher' }))
    await screen.findByText(/is removed\.$/)
    expect(cards()).toHaveLength(1)
    expect(document.activeElement?.textContent).toBe('Trusted publishers')
    expect(db.mails.at(-1)?.to).toBe('publisher@example.org')
  })

  test('the file of each is there to copy, for this index', async () => {
    const { user } = await open('shipped-by-builds')
    await user.click(screen.getByRole('button', { name: /^Show the build file.*\(GitLab\)/ }))
    expect(screen.getByRole('group', { name: 'GitLab CI/CD' }).textContent).toContain(
      `--publish-url ${location.origin}/legacy/`,
    )
    await user.click(screen.getByRole('button', { name: /^Show the build file.*\(GitHub\)/ }))
    await user.click(screen.getByRole('tab', { name: 'GitHub Actions, uv' }))
    await user.click(screen.getByRole('button', { name: 'Copy GitHub Actions, uv' }))
    expect(await navigator.clipboard.readText()).toContain('id-token: write')
    expect(await axeViolations()).toEqual([])
  })

  test('a link asks to bind one to the environment that it used', async () => {
    const { id } = project('shipped-by-builds').publishers[0]!
    const { user } = await open('shipped-by-builds', `?constrain=${id}&environment=Release`)
    const dialog = within(await screen.findByRole('dialog', { name: /^Which environment/ }))
    expect(dialog.getByLabelText<HTMLInputElement>('Environment').value).toBe('Release')
    expect(await axeViolations()).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Trust this environment only' }))
    await waitFor(() => expect(cards()[0]?.textContent).toContain('environment release only'))
    expect(screen.queryByRole('button', { name: /^Choose an environment/ })).toBeNull()
  })

  test('a maintainer reads, and learns whom to ask', async () => {
    await renderApp('/account/projects/shipped-by-builds/publishing', { as: 'maintainer' })
    expect(await screen.findByText(/Ask an owner: publisher/)).toBeTruthy()
    expect(cards()).toHaveLength(2)
    const offered = screen.getAllByRole('button').map(({ textContent }) => textContent)
    expect(offered.filter((words) => /Remove|environment|Refuse|Add/.test(words))).toEqual([])
    expect(await axeViolations()).toEqual([])
  })

  test('cannot be had: says so, and tries again', async () => {
    const mend = breakOperation(listPublishers)
    const { user } = await open('shipped-by-builds')
    const retry = await screen.findByRole('button', { name: 'Try again' })
    mend()
    await user.click(retry)
    expect(await screen.findByRole('list', { name: 'Trusted publishers' })).toBeTruthy()
  })
})

describe('who may upload', () => {
  test('tokens are refused after a question, and let in again', async () => {
    const { user } = await open('shipped-by-builds')
    await user.click(screen.getByRole('button', { name: 'Refuse API tokens' }))
    const dialog = await screen.findByRole('alertdialog', { name: /^Refuse API tokens for/ })
    await user.click(within(dialog).getByRole('button', { name: 'Refuse API tokens' }))
    await screen.findByText(/^Only trusted publishers upload to/)
    expect(project('shipped-by-builds').trustedPublishingOnly).toBe(true)
    await user.click(await screen.findByRole('button', { name: 'Let API tokens upload again' }))
    await user.click(
      within(await screen.findByRole('alertdialog')).getByRole('button', { name: /^Let API/ }),
    )
    await screen.findByText(/^API tokens upload to/)
    expect(project('shipped-by-builds').trustedPublishingOnly).toBe(false)
  })

  test('the last one stays, nothing is switched without one, and a project that nobody can upload to says so', async () => {
    const { user, router } = await open('only-by-builds')
    const remove = screen.getByRole('button', { name: /^Remove/ })
    expect(remove.getAttribute('aria-disabled')).toBe('true')
    expect(screen.getByText(/It is the last one/)).toBeTruthy()
    await user.click(remove)
    expect(screen.queryByRole('alertdialog')).toBeNull()

    Object.assign(project('shipped-by-builds'), { publishers: [], trustedPublishingOnly: true })
    await router.navigate('/account/projects/sent-by-hand/publishing')
    const turnOn = await screen.findByRole('button', { name: 'Refuse API tokens' })
    expect(turnOn.getAttribute('aria-disabled')).toBe('true')
    expect(screen.getByText('No build is trusted yet')).toBeTruthy()
    await router.navigate('/account/projects/shipped-by-builds/publishing')
    expect(await screen.findByText(/nobody can upload at the moment/)).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })
})

describe('a new publisher', () => {
  test('begins with the repository that the release links to, and ends with the file', async () => {
    const { user } = await open('sent-by-hand')
    expect(await screen.findByText(/^Filled in from what the newest release links to/)).toBeTruthy()
    expect([text('Owner').value, text('Repository').value]).toEqual(['example-org', 'sent-by-hand'])
    expect(await screen.findByText(/^GitHub knows it as account \d+/)).toBeTruthy()
    await user.type(text('Workflow file'), '.github/workflows/missing-yet.yml')
    await user.tab()
    // A warning, in no one's way.
    const warning = await findNote(/There is no such file on the default branch yet/)
    expect(warning.closest('[role=alert]')).toBeNull()
    expect(text('Workflow file').value).toBe('missing-yet.yml')
    expect(text('Workflow file').getAttribute('aria-invalid')).toBeNull()
    expect(text('Workflow file').getAttribute('aria-describedby')).toContain('-note')
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Add publisher' }))
    await screen.findByText('The publisher is added')
    expect(document.activeElement?.textContent).toContain('The publisher is added')
    expect(screen.getByRole('group', { name: /PyPA action/ }).textContent).toContain(
      `repository-url: ${location.origin}/legacy/`,
    )
    expect(project('sent-by-hand').publishers[0]?.identity).toMatchObject({
      kind: 'github',
      workflow: 'missing-yet.yml',
      environment: null,
      ownerId: expect.stringMatching(/^\d+$/),
    })
    expect(cards()).toHaveLength(1)
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Add another one' }))
    expect([text('Owner').value, text('Workflow file').value]).toEqual(['', ''])
    expect(screen.queryByText(/^Filled in from/)).toBeNull()
  })

  test('filled in by a link: says so before everything else', async () => {
    const { user } = await open('sent-by-hand', '?kind=github&owner=evil-org&repository=trap')
    expect(await screen.findByText('A link filled in this form')).toBeTruthy()
    expect(text('Owner').value).toBe('evil-org')
    // The choice can be changed and changed back.
    await user.click(screen.getByRole('radio', { name: 'GitLab' }))
    expect(screen.queryByLabelText('Owner')).toBeNull()
    await user.click(screen.getByRole('radio', { name: 'GitHub' }))
    expect(text('Owner').value).toBe('evil-org')
  })

  test('a pasted address is taken apart, and GitHub is asked once for each question', async () => {
    const { user } = await open('sent-by-hand', '?kind=github&owner=x')
    await user.clear(await screen.findByLabelText('Owner'))
    await user.paste('https://github.com/missing-org/demo/tree/main')
    await user.tab()
    expect(await findNote(/^GitHub has no user or organization/)).toBeTruthy()
    expect([text('Owner').value, text('Repository').value]).toEqual(['missing-org', 'demo'])
    await user.clear(text('Owner'))
    await user.paste('github-limited')
    await user.tab()
    expect(await findNote(/answers no more questions/)).toBeTruthy()
    await user.clear(text('Owner'))
    await user.paste('missing-org')
    const asked = () => requests.filter((one) => one.endsWith('/publishers/github')).length
    const before = asked()
    await user.tab()
    await findNote(/^GitHub has no user or organization/)
    expect(asked()).toBe(before)
  })

  test('what the server alone knows stands at its field', async () => {
    const { user } = await open('sent-by-hand', '?kind=github')
    await user.clear(await screen.findByLabelText('Owner'))
    await user.paste('github-off/demo')
    await user.type(text('Workflow file'), 'release.yml')
    await user.click(screen.getByRole('button', { name: 'Add publisher' }))
    await screen.findByText(/^Account number of the owner: GitHub could not be asked/)
    expect(text(/^Account number/).getAttribute('aria-invalid')).toBe('true')
    await user.type(text(/^Account number/), '123')
    await user.click(screen.getByRole('button', { name: 'Add publisher' }))
    await screen.findByText('The publisher is added')
    await user.click(screen.getByRole('button', { name: 'Add another one' }))
    await user.type(text('Owner'), 'GitHub-Off')
    await user.type(text('Repository'), 'Demo')
    await user.type(text('Workflow file'), 'release.yml')
    await user.type(text(/^Account number/), '123')
    await user.click(screen.getByRole('button', { name: 'Add publisher' }))
    await screen.findByText('This publisher is on the list already.')
    expect(project('sent-by-hand').publishers).toHaveLength(1)
  })

  test('of a GitLab server, and of another issuer by its claims', async () => {
    const { user } = await open('sent-by-hand', '?kind=gitlab')
    await user.click(await screen.findByLabelText('Group or user'))
    await user.paste('https://ci.example.org/group/sub/demo/-/pipelines')
    await user.tab()
    const server = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Server' })
    await waitFor(() => expect(server.value).toBe('https://ci.example.org'))
    await user.click(screen.getByRole('button', { name: 'Add publisher' }))
    await screen.findByText('The publisher is added')
    expect(project('sent-by-hand').publishers[0]?.identity).toMatchObject({
      issuer: 'https://ci.example.org',
      namespace: 'group/sub',
      project: 'demo',
    })

    await user.click(screen.getByRole('button', { name: 'Add another one' }))
    await user.click(screen.getByRole('radio', { name: 'OpenID Connect' }))
    await user.type(await screen.findByLabelText('Value 1'), 'first')
    await user.click(screen.getByRole('button', { name: 'Add a claim' }))
    await waitFor(() => expect(document.activeElement).toBe(text('Claim 2')))
    await user.type(text('Claim 2'), 'ref')
    await user.type(text('Value 2'), 'refs/heads/main')
    await user.click(screen.getByRole('button', { name: 'Remove claim 1' }))
    await waitFor(() => expect(text('Claim 1').value).toBe('ref'))
    expect(document.activeElement).toBe(text('Claim 1'))
    expect(screen.queryByLabelText('Claim 2')).toBeNull()
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Add publisher' }))
    const summary = await screen.findByRole('region', { name: /another look/ })
    expect(summary.textContent).toContain('Ask for the claim sub, or for two claims at least.')
    await user.click(within(summary).getByRole('link'))
    expect(document.activeElement).toBe(text('Claim 1'))
    await user.clear(text('Claim 1'))
    await user.type(text('Claim 1'), 'sub')
    await user.click(screen.getByRole('button', { name: 'Add publisher' }))
    await screen.findByText('The publisher is added')
    expect(project('sent-by-hand').publishers[1]?.identity).toEqual({
      kind: 'oidc',
      issuer: 'https://ci.example.org',
      claims: [{ name: 'sub', value: 'refs/heads/main' }],
    })
  })

  test('none is taken where the index takes none, and only of the kinds that it takes', async () => {
    db.trustedPublishing = { audience: 'a', kinds: ['gitlab', 'oidc'], issuers: [] }
    const { router } = await open('sent-by-hand')
    const radios = (await screen.findAllByRole('radio')).map(({ id }) => id)
    expect(radios).toHaveLength(1)
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'GitLab' }).checked).toBe(true)
    expect(router.state.location.pathname).toContain('publishing')
  })

  test('switched off, or with an address that is not verified, there is no form', async () => {
    db.trustedPublishing = null
    await open('sent-by-hand')
    expect(await screen.findByText('This index takes no trusted publishers')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Add publisher' })).toBeNull()
    expect(await axeViolations()).toEqual([])
  })
})
