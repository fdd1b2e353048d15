import { describe, expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { listTokens, TOKEN_PATTERN } from '@wheelhouse/shared-types'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, requests, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const DAY = 86_400_000
const cards = () =>
  within(screen.getByRole('list', { name: 'Your tokens' })).getAllByRole('listitem')
const addToken = (name: string, expiresIn: number) => {
  const [one] = db.tokens
  if (one === undefined) throw new Error('no token')
  const expiresAt = new Date(Date.now() + expiresIn * DAY).toISOString()
  db.tokens.push({ ...one, id: crypto.randomUUID(), name, expiresAt, lastUsedAt: null })
}

describe('the list of tokens', () => {
  test('says in words what each is good for', async () => {
    addToken('old', -1)
    addToken('ending', 3)
    await renderApp('/account/tokens', { as: 'owner' })
    const [ending, old, first] = cards()
    expect(first?.textContent).toContain('Good fortiny')
    expect(first?.textContent).toContain('Mayupload and read')
    expect(first?.textContent).toContain('ExpiresNever')
    expect(within(old as HTMLElement).getAllByText('Expired').length).toBeGreaterThan(0)
    expect(old?.dataset.expired).toBe('true')
    expect(within(ending as HTMLElement).getByText('Expires soon')).toBeTruthy()
    expect(document.body.textContent).not.toContain('not-a-usable-secret')
    expect(await axeViolations()).toEqual([])
  })

  test('a token is revoked after a question', async () => {
    const { user } = await renderApp('/account/tokens', { as: 'owner' })
    await user.click(screen.getByRole('button', { name: 'Revoke Release workflow' }))
    const dialog = await screen.findByRole('alertdialog', {
      name: 'Revoke the token “Release workflow”?',
    })
    expect(document.activeElement?.textContent).toBe('Cancel')
    expect(await axeViolations()).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Revoke token' }))
    await screen.findByText('You have no token')
    expect(db.tokens).toEqual([])
    expect(screen.getByText('The token “Release workflow” is revoked.')).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })

  test('a refused revocation is said in the question', async () => {
    const { user } = await renderApp('/account/tokens', { as: 'owner' })
    db.failNext('revokeToken', 'unavailable')
    await user.click(screen.getByRole('button', { name: 'Revoke Release workflow' }))
    const dialog = await screen.findByRole('alertdialog')
    await user.click(within(dialog).getByRole('button', { name: 'Revoke token' }))
    await within(dialog).findByText(/busy or away/)
    expect(db.tokens).toHaveLength(1)
  })

  test('a token is made anew after a question, shown once, and the list has it again', async () => {
    db.tokenMaxDays = 45
    const { user, router } = await renderApp('/account/tokens', { as: 'owner' })
    await user.click(screen.getByRole('button', { name: 'Make anew: Release workflow' }))
    const dialog = await screen.findByRole('alertdialog', {
      name: 'Give “Release workflow” a new value?',
    })
    await within(dialog).findByText(/It will end after 45 days/)
    await user.click(within(dialog).getByRole('button', { name: 'Make anew' }))
    const value = await screen.findByLabelText<HTMLInputElement>('Token')
    expect(value.value).toMatch(TOKEN_PATTERN)
    expect(value.value).toBe(db.tokens[0]?.secret)
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'I have copied it' }))
    await screen.findByRole('list', { name: 'Your tokens' })
    expect(router.state.location.pathname).toBe('/account/tokens')
    expect(document.body.textContent).not.toContain(value.value)
  })

  test('tells new projects, networks, and where a token leaked', async () => {
    addToken('leaky', 30)
    Object.assign(db.tokens.at(-1)!, {
      scope: { kind: 'projects', projects: ['tiny'], newProjects: ['soon'] },
      networks: ['10.0.0.0/8'],
      leak: { at: '2026-01-02T00:00:00.000Z', url: 'https://code.example/1' },
    })
    const { user } = await renderApp('/account/tokens', { as: 'owner' })
    const [leaky] = cards()
    expect(leaky?.textContent).toContain('tiny and soon (not there yet)')
    expect(leaky?.textContent).toContain('From10.0.0.0/8')
    expect(within(leaky!).getByText('Leaked and revoked')).toBeTruthy()
    expect(within(leaky!).getByRole('link').getAttribute('href')).toBe('https://code.example/1')
    expect(within(leaky!).queryByRole('button', { name: 'Make anew: leaky' })).toBeNull()
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Remove from the list: leaky' }))
  })

  test('a failed load can be tried again', async () => {
    const mend = breakOperation(listTokens)
    const { user } = await renderApp('/account/tokens', { as: 'owner' })
    const retry = await screen.findByRole('button', { name: 'Try again' })
    mend()
    await user.click(retry)
    await screen.findByRole('list', { name: 'Your tokens' })
  })
})

describe('a new token', () => {
  const begin = async () => {
    const app = await renderApp('/account/tokens/new', { as: 'owner' })
    await app.user.type(await screen.findByLabelText('Name'), 'laptop')
    return app
  }
  const submit = () => screen.getByRole('button', { name: 'Create token' })

  test('for a project that does not exist yet, from some networks only', async () => {
    const { user } = await begin()
    await user.click(screen.getByRole('radio', { name: 'Chosen projects' }))
    await user.type(await screen.findByLabelText(/^Projects that do not exist yet/), 'Soon, -dash')
    await user.type(screen.getByLabelText(/^Only from these networks/), '10.1.2.3/8{Enter}nonsense')
    await user.click(submit())
    await screen.findByRole('region', { name: '2 things need another look' })
    await user.type(
      screen.getByLabelText(/^Projects that do not exist yet/),
      '{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}soon.er',
    )
    await user.clear(screen.getByLabelText(/^Only from these networks/))
    await user.type(screen.getByLabelText(/^Only from these networks/), '10.1.2.3/8{Enter}::1')
    await user.click(submit())
    await screen.findByText('Copy your new token now')
    expect(db.tokens.at(-1)).toMatchObject({
      scope: { kind: 'projects', projects: [], newProjects: ['soon', 'soon-er'] },
      networks: ['10.0.0.0/8', '::1/128'],
    })
  })

  test('for chosen projects: is shown once with filled-in snippets, then forgotten', async () => {
    const { user, router, client } = await begin()
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('radio', { name: 'Chosen projects' }))
    await user.click(await screen.findByRole('checkbox', { name: 'tiny' }))
    await user.click(screen.getByRole('checkbox', { name: 'Mixed_Case.Name' }))
    await user.click(screen.getByRole('checkbox', { name: 'Yank' }))
    await user.selectOptions(screen.getByRole('combobox', { name: 'Expires after' }), '30 days')
    await user.click(submit())
    await screen.findByText('Copy your new token now')

    const made = db.tokens.at(-1)
    expect(made).toMatchObject({
      name: 'laptop',
      scope: { kind: 'projects', projects: ['mixed-case-name', 'tiny'] },
      actions: ['read', 'upload', 'yank'],
    })
    expect(Date.parse(made?.expiresAt ?? '') - Date.now()).toBeGreaterThan(29 * DAY)
    const value = screen.getByLabelText<HTMLInputElement>('Token').value
    expect(value).toMatch(TOKEN_PATTERN)
    await user.click(screen.getByRole('button', { name: 'Copy Token' }))
    expect(await navigator.clipboard.readText()).toBe(value)
    for (const tab of ['Environment', '~/.pypirc', 'uv', 'Poetry', 'GitHub Actions', 'GitLab CI']) {
      await user.click(screen.getByRole('tab', { name: tab }))
      const snippet = screen.getByRole('group', { name: tab }).textContent
      expect(snippet).toContain(value)
      expect(snippet).toContain(`${location.origin}/legacy/`)
    }
    expect(await axeViolations()).toEqual([])
    // It is nowhere but on the screen.
    expect(
      JSON.stringify(
        client
          .getQueryCache()
          .getAll()
          .map(({ state }) => state.data),
      ),
    ).not.toContain(value)

    await user.click(screen.getByRole('button', { name: 'I have copied it' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/account/tokens'))
    await waitFor(() => expect(cards()).toHaveLength(2))
    expect(document.body.innerHTML).not.toContain(value)
  })

  test('for everything, without an end', async () => {
    const { user } = await begin()
    await user.click(screen.getByRole('radio', { name: 'All your projects' }))
    await user.selectOptions(screen.getByRole('combobox', { name: 'Expires after' }), 'Never')
    await user.click(submit())
    await screen.findByText('Copy your new token now')
    expect(db.tokens.at(-1)).toMatchObject({ scope: { kind: 'account' }, expiresAt: null })
  })

  test('lives for 90 days and may upload and read, unless something else is chosen', async () => {
    await begin()
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Expires after' }).value).toBe(
      '90',
    )
    const ticked = screen
      .getAllByRole<HTMLInputElement>('checkbox')
      .filter(({ checked }) => checked)
      .map(({ value }) => value)
    expect(ticked).toEqual(['upload', 'read'])
    expect(screen.getAllByRole<HTMLInputElement>('radio').some(({ checked }) => checked)).toBe(
      false,
    )
  })

  test('where tokens may not live long, the form offers no longer life, and says so', async () => {
    db.tokenMaxDays = 45
    const { user } = await begin()
    const life = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Expires after' })
    expect([...life.options].map(({ text }) => text)).toEqual(['7 days', '30 days'])
    expect(life.value).toBe('30')
    expect(screen.getByText('Tokens live 45 days at the most here.')).toBeTruthy()
    await user.click(screen.getByRole('radio', { name: 'All your projects' }))
    // The limit became shorter since the page knew it.
    db.tokenMaxDays = 7
    await user.click(submit())
    await screen.findByText(/Expires after: Tokens live 7 days at the most here/)
    await user.selectOptions(life, '7 days')
    await user.click(submit())
    await screen.findByText('Copy your new token now')
  })

  test('leaving it uncopied is asked about', async () => {
    const { user, router } = await begin()
    await user.click(screen.getByRole('radio', { name: 'All your projects' }))
    await user.click(submit())
    await screen.findByText('Copy your new token now')
    await user.click(screen.getByRole('link', { name: 'Profile' }))
    const dialog = within(await screen.findByRole('alertdialog', { name: /Leave without/ }))
    await user.click(dialog.getByRole('button', { name: 'Cancel' }))
    expect(screen.getByLabelText('Token')).toBeTruthy()
    await user.click(screen.getByRole('link', { name: 'Profile' }))
    await user.click(await screen.findByRole('button', { name: 'Leave page' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/account'))
  })

  test('a page that comes back from the freezer shows it no more', async () => {
    const { user } = await begin()
    await user.click(screen.getByRole('radio', { name: 'All your projects' }))
    await user.click(submit())
    const { value } = await screen.findByLabelText<HTMLInputElement>('Token')
    dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
    await waitFor(() => expect(screen.queryByLabelText('Token')).toBeNull())
    expect(document.body.innerHTML).not.toContain(value)
  })

  test('what is missing is named, and nothing is sent', async () => {
    const { user } = await renderApp('/account/tokens/new', { as: 'owner' })
    await screen.findByLabelText('Name')
    await user.click(screen.getByRole('checkbox', { name: 'Upload' }))
    await user.click(screen.getByRole('checkbox', { name: 'Read' }))
    await user.click(submit())
    const summary = await screen.findByRole('region', { name: '3 things need another look' })
    expect(summary.textContent).toContain('What is it good for?: Choose one')
    expect(summary.textContent).toContain('What may it do?: Choose at least 1 entry.')
    await user.click(screen.getByRole('radio', { name: 'Chosen projects' }))
    await screen.findByRole('checkbox', { name: 'tiny' })
    await user.click(submit())
    await screen.findByText(/Projects: Choose at least 1 entry/)
    expect(requests.some((line) => line.startsWith('POST'))).toBe(false)
    expect(await axeViolations()).toEqual([])
  })

  test('refusals of the server stand at their fields', async () => {
    const { user } = await renderApp('/account/tokens/new', { as: 'owner' })
    await user.type(await screen.findByLabelText('Name'), 'Release workflow')
    await user.click(screen.getByRole('radio', { name: 'Chosen projects' }))
    await user.click(await screen.findByRole('checkbox', { name: 'tiny' }))
    await user.click(submit())
    await screen.findByText(/Name: You have a token of this name already/)
    await user.type(screen.getByLabelText('Name'), ' 2')
    const tiny = db.projects.find(({ name }) => name === 'tiny')
    if (tiny !== undefined) tiny.people = []
    await user.click(submit())
    await screen.findByText(/Projects: This is not one of your projects/)
  })

  test('a filter hides projects without unticking them', async () => {
    const { user } = await begin()
    await user.click(screen.getByRole('radio', { name: 'Chosen projects' }))
    await user.click(await screen.findByRole('checkbox', { name: 'tiny' }))
    await user.type(screen.getByRole('searchbox', { name: 'Filter projects' }), 'many')
    await waitFor(() => expect(screen.queryByLabelText('tiny')).toBeNull())
    await user.click(screen.getByRole('checkbox', { name: 'many-releases' }))
    await user.click(submit())
    await screen.findByText('Copy your new token now')
    expect(db.tokens.at(-1)?.scope).toEqual({
      kind: 'projects',
      projects: ['many-releases', 'tiny'],
      newProjects: [],
    })
  })

  test('needs a verified address, and says so', async () => {
    await renderApp('/account/tokens/new', { as: 'unverified' })
    expect(await screen.findByText('Verify your e-mail address first')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Create token' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Send it again' })).toBeTruthy()
    expect(await axeViolations()).toEqual([])
  })

  test('without a project there is nothing to choose from yet', async () => {
    db.projects.length = 0
    const { user } = await begin()
    await user.click(screen.getByRole('radio', { name: 'Chosen projects' }))
    expect(await screen.findByText(/You have no project yet/)).toBeTruthy()
    await user.click(submit())
    await screen.findByText(/Projects: Choose at least 1 entry/)
    expect(await axeViolations()).toEqual([])
  })
})
