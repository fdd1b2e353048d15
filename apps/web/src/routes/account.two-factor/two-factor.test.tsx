import { describe, expect, test } from '@jest/globals'
import { screen, waitFor, within } from '@testing-library/react'
import { getTwoFactor } from '@wheelhouse/shared-types'
import { fromBase32, toBase32, totpCode, totpStep } from '@wheelhouse/shared-types/totp'
import { factorsOf } from '../../../mock-api/factors.ts'
import { SEED_PASSWORD } from '../../../mock-api/seed.ts'
import { axeViolations } from '../../../test/axe.ts'
import { breakOperation } from '../../../test/break-operation.ts'
import { db, renderApp, requests, useMockApi } from '../../../test/render-app.tsx'

useMockApi()

const HOUR = 3_600_000
const SECRET = toBase32(new TextEncoder().encode('twenty bytes of test'))
const codeOf = (secret: string, away = 0) =>
  totpCode(fromBase32(secret), totpStep(db.now().getTime()) + away)

const owner = () => db.accounts.find(({ username }) => username === 'owner')!

/** An app and some codes on the owner's account, which knows this browser. */
function giveApp(codes = 10) {
  const createdAt = db.now().toISOString()
  db.browserName = 'known'
  db.knownBrowsers = [{ accountId: owner().id, browser: 'known' }]
  const row = factorsOf(db, owner().id)
  row.authenticator = { secret: SECRET, lastStep: 0, createdAt, lastUsedAt: null }
  row.recoveryCodes = Array.from({ length: codes }, (_, index) => ({
    code: `aaaaaa-bbbbbb-cccccc-dddd${String(index).padStart(2, '0')}`,
    createdAt,
    usedAt: null,
  }))
  return row
}

async function givePassword() {
  const app = await renderApp('/sign-in?next=%2Faccount%2Ftokens')
  await app.user.type(await screen.findByLabelText('Username or e-mail'), 'owner')
  await app.user.type(screen.getByLabelText('Password'), SEED_PASSWORD)
  await app.user.click(screen.getByRole('button', { name: 'Sign in' }))
  await screen.findByRole('heading', { name: 'One more step' })
  return app
}

describe('the page of second factors', () => {
  test('an app is set up, its codes are shown once and proven', async () => {
    const { user, client } = await renderApp('/account/two-factor', { as: 'owner' })
    expect(await axeViolations()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Set up an authentication app' }))
    const picture = await screen.findByRole('img', { name: /^QR code/ })
    const secret = document.querySelector('main code')?.textContent?.replaceAll(' ', '') ?? ''
    expect(picture.getAttribute('aria-label')).not.toContain(secret)
    expect(await axeViolations()).toEqual([])
    await user.type(screen.getByLabelText('Code of the app'), await codeOf(secret, -6))
    await user.click(screen.getByRole('button', { name: 'Add the app' }))
    await screen.findByText(/about 3 minutes behind/)
    await user.clear(screen.getByLabelText('Code of the app'))
    await user.type(screen.getByLabelText('Code of the app'), await codeOf(secret))
    await user.click(screen.getByRole('button', { name: 'Add the app' }))
    const list = await screen.findByRole('list', { name: 'Recovery codes' })
    const codes = within(list)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent ?? '')
    expect(codes).toHaveLength(10)
    expect(
      JSON.stringify(
        client
          .getQueryCache()
          .getAll()
          .map(({ state }) => state.data),
      ),
    ).not.toContain(codes[0])
    expect(await axeViolations()).toEqual([])
    await user.type(screen.getByLabelText('One of your recovery codes'), codes[7] ?? '')
    await user.click(screen.getByRole('button', { name: 'I have them' }))
    await screen.findByText('10 of 10 codes are left.')
    expect(document.body.textContent).not.toContain(codes[0])
    expect(factorsOf(db, owner().id).codesConfirmed).toBe(true)
  })

  test('few codes are warned of, and new ones are made after a question', async () => {
    const row = giveApp(2)
    row.codesConfirmed = true
    const { user } = await renderApp('/account/two-factor', { as: 'owner' })
    await screen.findByText('2 of 2 codes are left.')
    expect(screen.getByText('Make new ones before you run out of them.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Make new codes' }))
    const dialog = await screen.findByRole('alertdialog')
    await user.click(within(dialog).getByRole('button', { name: 'Make new codes' }))
    await screen.findByText('Keep these codes in a safe place')
    expect(factorsOf(db, owner().id).recoveryCodes).toHaveLength(10)
  })

  test('removing the last factor says what that means', async () => {
    giveApp()
    const { user } = await renderApp('/account/two-factor', { as: 'owner' })
    await user.click(await screen.findByRole('button', { name: 'Remove the app' }))
    const dialog = await screen.findByRole('alertdialog')
    expect(dialog.textContent).toContain('the password alone opens your account')
    await user.click(within(dialog).getByRole('button', { name: 'Remove the app' }))
    await screen.findByRole('button', { name: 'Set up an authentication app' })
    expect(factorsOf(db, owner().id).authenticator).toBeNull()
  })

  test('a failed load can be tried again', async () => {
    const mend = breakOperation(getTwoFactor)
    const { user } = await renderApp('/account/two-factor', { as: 'owner' })
    const retry = await screen.findByRole('button', { name: 'Try again' })
    mend()
    await user.click(retry)
    await screen.findByRole('heading', { name: 'Authentication app' })
  })
})

describe('the second step of a sign-in', () => {
  test('takes the code of the app, sent by itself when it is whole', async () => {
    giveApp()
    const { user, router } = await givePassword()
    expect(await axeViolations()).toEqual([])
    expect(document.activeElement?.textContent).toBe('One more step')
    const code = await screen.findByLabelText('Code of the app')
    await user.type(code, '000000')
    await screen.findByRole('region', { name: /needs another look/ })
    expect(await axeViolations()).toEqual([])
    await user.clear(code)
    await user.type(code, await codeOf(SECRET))
    // After a refusal it waits for the button.
    expect(requests.filter((line) => line.endsWith('second-step/code'))).toHaveLength(1)
    await user.click(screen.getByRole('button', { name: 'Sign in' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/account/tokens'))
  })

  test('takes a recovery code', async () => {
    const row = giveApp()
    const { user, router } = await givePassword()
    await user.click(await screen.findByRole('tab', { name: 'Recovery code' }))
    await user.type(
      screen.getByRole('textbox', { name: 'Recovery code' }),
      row.recoveryCodes[0]?.code ?? '',
    )
    await user.click(screen.getByRole('button', { name: 'Sign in' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/account/tokens'))
    expect(factorsOf(db, owner().id).recoveryCodes[0]?.usedAt).not.toBeNull()
  })

  test('that took too long leads back to the password', async () => {
    giveApp()
    const { user } = await givePassword()
    db.advance(6 * 60_000)
    await user.type(await screen.findByLabelText('Code of the app'), '000000')
    await user.click(await screen.findByRole('button', { name: 'Begin again' }))
    await screen.findByLabelText('Username or e-mail')
  })
})

describe('being asked again', () => {
  async function createToken() {
    const app = await renderApp('/account/tokens/new', { as: 'owner' })
    await app.user.type(await screen.findByLabelText('Name'), 'late')
    await app.user.click(screen.getByRole('radio', { name: 'All your projects' }))
    db.advance(HOUR + 1000)
    await app.user.click(screen.getByRole('button', { name: 'Create token' }))
    const dialog = await screen.findByRole('dialog', { name: 'Is it still you?' })
    return { ...app, dialog }
  }

  test('the call goes on after the right password, with what was typed', async () => {
    const { user, dialog } = await createToken()
    const password = await within(dialog).findByLabelText('Your password')
    expect(await axeViolations()).toEqual([])
    await user.type(password, 'not this one')
    await user.click(within(dialog).getByRole('button', { name: 'Confirm' }))
    await within(dialog).findByRole('region', { name: /needs another look/ })
    await user.clear(password)
    await user.type(password, SEED_PASSWORD)
    await user.click(within(dialog).getByRole('button', { name: 'Confirm' }))
    await screen.findByText('Copy your new token now')
    expect(db.tokens.map(({ name }) => name)).toContain('late')
  })

  test('who closes the question keeps what was typed, and is told why nothing happened', async () => {
    const { user, dialog } = await createToken()
    await user.click(within(dialog).getByRole('button', { name: 'Close' }))
    await screen.findByText('Show first that it is you.')
    expect(screen.getByLabelText('Name')).toHaveProperty('value', 'late')
  })
})
