import { describe, expect, test } from '@jest/globals'
import { screen, waitFor } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { delay, http, HttpResponse } from 'msw'
import { LEAKED_PASSWORD } from '../../../mock-api/passwords.ts'
import { axeViolations } from '../../../test/axe.ts'
import { db, renderApp, requests, server, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const GOOD = 'velvet otter compiles gravel'
const field = (label: string) => screen.findByLabelText<HTMLInputElement>(label)
const submit = () => screen.getByRole('button', { name: /Create account|Creating/ })
const registrations = () => requests.filter((line) => line === 'POST /api/v1/accounts')

type Values = { name?: string; username?: string; email?: string; password?: string }

async function fill(user: UserEvent, values: Values = {}) {
  const { name, username = 'janedoe', email = 'jane@example.org', password = GOOD } = values
  const type = async (label: string, text: string | undefined) => {
    if (text) await user.type(await field(label), text)
  }
  await type('Your name (optional)', name)
  await type('Username', username)
  await type('E-mail address', email)
  await type('Password', password)
}

describe('registering', () => {
  test('opens the account and says where to look next', async () => {
    const { user, router } = await renderApp('/register')
    await field('Username')
    expect(await axeViolations()).toEqual([])
    await fill(user, { name: 'Jane Doe' })
    expect(await screen.findByText('janedoe is free.')).toBeTruthy()
    expect(await screen.findByText('Good enough')).toBeTruthy()
    await user.click(submit())
    await screen.findByRole('heading', { name: 'Check your mail' })
    expect(router.state.location.pathname).toBe('/register/check-mail')
    expect(screen.getByText('jane@example.org')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'open the mailbox' })).toBeTruthy()
    expect(db.accounts.find((account) => account.username === 'janedoe')).toMatchObject({
      name: 'Jane Doe',
      email: 'jane@example.org',
    })
    expect(db.mails.some((mail) => mail.to === 'jane@example.org')).toBe(true)
    expect(await axeViolations()).toEqual([])
  })

  test.each<[string, Values, string, string]>([
    ['no username', { username: '' }, 'Username', 'Fill in this field.'],
    ['an odd username', { username: '-jane-' }, 'Username', 'letters, digits, dots'],
    ['a long username', { username: 'j'.repeat(51) }, 'Username', 'at most 50 characters'],
    ['no address', { email: '' }, 'E-mail address', 'Fill in this field.'],
    ['half an address', { email: 'jane@example' }, 'E-mail address', 'a whole address'],
    ['a link as a name', { name: 'see http://x.example' }, 'Your name (optional)', 'web addresses'],
    ['no password', { password: '' }, 'Password', 'Fill in this field.'],
    ['a short password', { password: 'x7#kQ!z' }, 'Password', 'at least 12 characters'],
    ['a weak password', { password: 'password1234' }, 'Password', 'too easy to guess'],
    ['a password of own words', { password: 'janedoejanedoe' }, 'Password', 'too easy to guess'],
  ])('%s is refused at the field, and nothing is sent', async (_rule, values, label, message) => {
    const { user } = await renderApp('/register')
    await field('Username')
    await fill(user, values)
    await user.click(submit())
    const summary = await screen.findByRole('region', { name: 'One thing needs another look' })
    expect(summary.textContent).toContain(message)
    await waitFor(() => expect(document.activeElement).toBe(summary))
    const input = await field(label)
    expect(input.getAttribute('aria-invalid')).toBe('true')
    const described = (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
    expect(described.at(-1)).toContain(message)
    expect(registrations()).toEqual([])
    expect(await axeViolations()).toEqual([])
  })

  test('a field is left alone while it is typed in, checked when left, and again at each change', async () => {
    const { user } = await renderApp('/register')
    const username = await field('Username')
    await user.type(username, '-ja')
    expect(username.getAttribute('aria-invalid')).toBeNull()
    await user.tab()
    await waitFor(() => expect(username.getAttribute('aria-invalid')).toBe('true'))
    await user.clear(username)
    await user.type(username, 'ja')
    await waitFor(() => expect(username.getAttribute('aria-invalid')).toBeNull())
    const email = await field('E-mail address')
    await user.click(email)
    await user.tab()
    expect(email.getAttribute('aria-invalid')).toBeNull()
  })

  test('a taken username is said when the field is left, and stops the form', async () => {
    const { user } = await renderApp('/register')
    await field('Username')
    await fill(user, { username: 'Owner' })
    await screen.findByText('This username is taken. Choose another one.')
    await user.click(submit())
    await screen.findByRole('region', { name: 'One thing needs another look' })
    expect(registrations()).toEqual([])
    await user.type(await field('Username'), '2')
    await waitFor(() => expect(screen.queryByText(/is taken/)).toBeNull())
  })

  test("a username that is taken meanwhile: the server's refusal stands at the field", async () => {
    const { user } = await renderApp('/register')
    db.failNext('registerAccount', 'username_taken')
    await field('Username')
    await fill(user)
    await screen.findByText('janedoe is free.')
    await user.click(submit())
    const summary = await screen.findByRole('region', { name: 'One thing needs another look' })
    expect(summary.textContent).toContain('Username: This username is taken.')
    expect((await field('Username')).getAttribute('aria-invalid')).toBe('true')
    expect((await field('Password')).value).toBe(GOOD)
  })

  test('where the meter cannot measure, the server decides, and its refusal stands at the field', async () => {
    const worker = globalThis.Worker
    globalThis.Worker = class {
      constructor() {
        throw new Error('no workers here')
      }
    } as unknown as typeof Worker
    try {
      const { user } = await renderApp('/register')
      await field('Username')
      await fill(user, { password: 'password1234' })
      await screen.findByText('Strength is checked when you save.')
      await user.click(submit())
      const summary = await screen.findByRole('region', { name: 'One thing needs another look' })
      expect(summary.textContent).toContain('too easy to guess')
      expect(registrations()).toHaveLength(1)
    } finally {
      globalThis.Worker = worker
    }
  })

  test('the username question that cannot be answered is no obstacle', async () => {
    const { user } = await renderApp('/register')
    server.use(http.get('*/api/v1/usernames/:username', () => HttpResponse.error()))
    await field('Username')
    await fill(user)
    await user.click(submit())
    await screen.findByRole('heading', { name: 'Check your mail' })
  })

  test('no network: says so and keeps everything', async () => {
    const { user } = await renderApp('/register')
    server.use(http.post('*/api/v1/accounts', () => HttpResponse.error()))
    await field('Username')
    await fill(user)
    await user.click(submit())
    await screen.findByText(/could not be reached/)
    expect((await field('Username')).value).toBe('janedoe')
    expect((await field('Password')).value).toBe(GOOD)
  })

  test('pressed twice, sent once; the button says what is going on', async () => {
    const { user } = await renderApp('/register')
    server.use(
      http.post('*/api/v1/accounts', async () => {
        await delay(150)
        return new HttpResponse(null, { status: 202 })
      }),
    )
    await field('Username')
    await fill(user)
    await user.dblClick(submit())
    const busy = await screen.findByRole('button', { name: 'Creating…' })
    expect(busy.getAttribute('aria-busy')).toBe('true')
    await screen.findByRole('heading', { name: 'Check your mail' })
    expect(registrations()).toHaveLength(1)
  })

  test('offers the address that was probably meant', async () => {
    const { user } = await renderApp('/register')
    await user.type(await field('E-mail address'), 'jane@gmial.com')
    await user.tab()
    await user.click(await screen.findByRole('button', { name: 'jane@gmail.com' }))
    expect((await field('E-mail address')).value).toBe('jane@gmail.com')
    expect(screen.queryByText(/Did you mean/)).toBeNull()
  })

  test('the password is hidden, can be shown, and is hidden again when it is sent', async () => {
    const { user } = await renderApp('/register')
    const password = await field('Password')
    expect(password.type).toBe('password')
    expect(password.autocomplete).toBe('new-password')
    const show = screen.getByRole('button', { name: 'Show password' })
    await user.click(show)
    expect(password.type).toBe('text')
    expect(show.getAttribute('aria-pressed')).toBe('true')
    await user.click(submit())
    await waitFor(() => expect(password.type).toBe('password'))
  })

  test('a password from a list of breached ones is said at its field, and never sent', async () => {
    const { user } = await renderApp('/register')
    await fill(user)
    const password = await field('Password')
    await user.clear(password)
    await user.type(password, LEAKED_PASSWORD)
    await screen.findByText(/public list of leaked passwords/)
    const asked = requests.filter((line) => line.includes('/passwords/range/'))
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.every((line) => /\/range\/[0-9A-F]{5}$/.test(line))).toBe(true)
    await user.click(submit())
    await screen.findByRole('region', { name: 'One thing needs another look' })
    expect(requests).not.toContain('POST /api/v1/accounts')
    await user.type(password, ' and more')
    await waitFor(() => expect(screen.queryByText(/list of leaked passwords/)).toBeNull())
  })

  test.each([
    ['closed', 'Registration is closed'],
    ['invite', 'Accounts are by invitation'],
  ] as const)('says so where registration is %s', async (registration, title) => {
    db.registration = registration
    await renderApp('/register')
    expect(await screen.findByText(title)).toBeTruthy()
    expect(screen.queryByLabelText('Username')).toBeNull()
    expect(await axeViolations()).toEqual([])
  })
})

describe('after registering', () => {
  test('the mail can be sent again, not more often than now and then', async () => {
    const { user } = await renderApp('/register')
    await field('Username')
    await fill(user)
    await user.click(submit())
    await screen.findByRole('heading', { name: 'Check your mail' })
    const before = db.mails.length
    await user.click(screen.getByRole('button', { name: 'Send it again' }))
    await waitFor(() => expect(db.mails.length).toBe(before + 1))
    const wait = await screen.findByRole('button', { name: /Send it again in \d+ seconds/ })
    await user.click(wait)
    expect(db.mails.length).toBe(before + 1)
  })

  test('without knowing the address, asks for it', async () => {
    const { user } = await renderApp('/register/check-mail')
    await user.type(await field('E-mail address'), 'unverified@example.org')
    await user.click(screen.getByRole('button', { name: 'Send it again' }))
    await screen.findByText('Sent. It may take a minute to arrive.')
    expect(db.mails.at(-1)?.to).toBe('unverified@example.org')
    expect(await axeViolations()).toEqual([])
  })
})
