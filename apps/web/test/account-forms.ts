import { screen, within } from '@testing-library/react'
import {
  acceptInvitation,
  addEmail,
  addAuthenticator,
  changePassword,
  completePasswordReset,
  confirmByPassword,
  createToken,
  deleteAccount,
  finishSignInByCode,
  registerAccount,
  requestPasswordReset,
  resendVerification,
  signIn,
  updateProfile,
  type Endpoint,
} from '@wheelhouse/shared-types'
import { fromBase32, totpCode, totpStep } from '@wheelhouse/shared-types/totp'
import { factorsOf } from '../mock-api/factors.ts'
import { createInvitation } from '../mock-api/handlers/invitations.ts'
import { SEED_PASSWORD } from '../mock-api/seed.ts'
import { db, renderApp } from './render-app.tsx'

type App = Awaited<ReturnType<typeof renderApp>>
type Words = string | RegExp

export type AccountForm = {
  readonly name: string
  readonly open: () => Promise<App>
  readonly operation: Endpoint
  readonly submit: Words
  /** Labels with what is right for them; what the form has besides may stay as it is. */
  readonly fields: readonly {
    label: Words
    right: string | (() => Promise<string>)
    optional?: true
  }[]
  /** What else must be chosen for the form to be right. */
  readonly choose?: (app: App) => Promise<void>
  /** Leaves the form without sending it, where it would stay open beyond its page. */
  readonly leave?: (app: App) => Promise<void>
  /** Shown once it was accepted. */
  readonly done: Words
}

const GOOD = 'velvet otter compiles gravel'
const SECRET = 'OR3WK3TUPEQGE6LUMVZSA33GEB2GK43U'

const codeOf = (secret: string) => totpCode(fromBase32(secret), totpStep(db.now().getTime()))
const owner = () => db.accounts.find(({ username }) => username === 'owner')!

function giveApp(): void {
  const createdAt = db.now().toISOString()
  const row = factorsOf(db, owner().id)
  row.authenticator = { secret: SECRET, lastStep: 0, createdAt, lastUsedAt: null }
  db.browserName = 'known'
  db.knownBrowsers = [{ accountId: owner().id, browser: 'known' }]
}

/** Replaces what a field holds. A page that has just opened may still move the focus to its heading. */
export async function pasteInto({ user }: App, label: Words, text: string): Promise<void> {
  const input = await screen.findByLabelText<HTMLInputElement>(label)
  await user.clear(input)
  for (let tries = 0; tries < 3 && input.value === ''; tries += 1) {
    await user.click(input)
    await user.paste(text)
  }
}

async function openReset(): Promise<App> {
  await fetch(`${location.origin}/api/v1/password-resets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: location.origin },
    body: JSON.stringify({ login: 'owner' }),
  })
  const url = new URL(db.mails.at(-1)?.links[0] ?? '')
  return renderApp(url.pathname + url.search)
}

/** Every form of the account screens. */
export const ACCOUNT_FORMS: readonly AccountForm[] = [
  {
    name: 'register',
    open: () => renderApp('/register'),
    operation: registerAccount,
    submit: 'Create account',
    fields: [
      { label: 'Your name (optional)', right: 'Jane Doe', optional: true },
      { label: 'Username', right: 'janedoe' },
      { label: 'E-mail address', right: 'jane@example.org' },
      { label: 'Password', right: GOOD },
    ],
    done: 'Check your mail',
  },
  {
    name: 'accept an invitation',
    open: () => {
      const link = new URL(createInvitation(db, location.origin, 'guest@example.org'))
      return renderApp(link.pathname + link.search)
    },
    operation: acceptInvitation,
    submit: 'Create account',
    fields: [
      { label: 'Your name (optional)', right: 'Gus Guest', optional: true },
      { label: 'Username', right: 'guest' },
      { label: 'Password', right: GOOD },
    ],
    done: 'Your account is ready. Sign in to go on.',
  },
  {
    name: 'sign in',
    open: () => renderApp('/sign-in?next=%2Faccount%2Fpassword'),
    operation: signIn,
    submit: 'Sign in',
    fields: [
      { label: 'Username or e-mail', right: 'owner' },
      { label: 'Password', right: SEED_PASSWORD },
    ],
    done: 'Change your password',
  },
  {
    name: 'second step of a sign-in',
    open: async () => {
      giveApp()
      const app = await renderApp('/sign-in?next=%2Faccount%2Fpassword')
      await pasteInto(app, 'Username or e-mail', 'owner')
      await pasteInto(app, 'Password', SEED_PASSWORD)
      await app.user.click(screen.getByRole('button', { name: 'Sign in' }))
      await screen.findByRole('heading', { name: 'One more step' })
      return app
    },
    operation: finishSignInByCode,
    submit: 'Sign in',
    fields: [{ label: 'Code of the app', right: () => codeOf(SECRET) }],
    done: 'Change your password',
  },
  {
    name: 'ask for a new password',
    open: () => renderApp('/reset-password'),
    operation: requestPasswordReset,
    submit: 'Send the link',
    fields: [{ label: 'Username or e-mail', right: 'owner' }],
    done: 'Look in your mailbox',
  },
  {
    name: 'set a new password',
    open: openReset,
    operation: completePasswordReset,
    submit: 'Save the password',
    fields: [{ label: 'New password', right: GOOD }],
    done: 'Your new password is set',
  },
  {
    name: 'verification mail again',
    open: () => renderApp('/register/check-mail'),
    operation: resendVerification,
    submit: 'Send it again',
    fields: [{ label: 'E-mail address', right: 'unverified@example.org' }],
    done: 'Sent. It may take a minute to arrive.',
  },
  {
    name: 'change the password',
    open: () => renderApp('/account/password', { as: 'owner' }),
    operation: changePassword,
    submit: 'Change the password',
    fields: [
      { label: 'Current password', right: SEED_PASSWORD },
      { label: 'New password', right: GOOD },
    ],
    done: /Your password is changed/,
  },
  {
    name: 'name',
    open: () => renderApp('/account', { as: 'owner' }),
    operation: updateProfile,
    submit: 'Save',
    fields: [{ label: /^Name/, right: 'Olivia Owner', optional: true }],
    done: /saved/i,
  },
  {
    name: 'add an address',
    open: () => renderApp('/account/emails', { as: 'owner' }),
    operation: addEmail,
    submit: 'Add address',
    fields: [{ label: 'E-mail address', right: 'second@example.org' }],
    done: /second@example.org/,
  },
  {
    name: 'add an authentication app',
    open: async () => {
      const app = await renderApp('/account/two-factor', { as: 'owner' })
      await app.user.click(screen.getByRole('button', { name: 'Set up an authentication app' }))
      await screen.findByRole('img', { name: /^QR code/ })
      return app
    },
    operation: addAuthenticator,
    submit: 'Add the app',
    fields: [
      {
        label: 'Code of the app',
        right: () => codeOf(document.querySelector('main code')!.textContent!.replaceAll(' ', '')),
      },
    ],
    done: 'Keep these codes in a safe place',
  },
  {
    name: 'new token',
    open: () => renderApp('/account/tokens/new', { as: 'owner' }),
    operation: createToken,
    submit: 'Create token',
    fields: [{ label: 'Name', right: 'laptop' }],
    choose: ({ user }) => user.click(screen.getByRole('radio', { name: 'All your projects' })),
    done: 'Copy your new token now',
  },
  {
    name: 'show that it is you',
    open: async () => {
      const app = await renderApp('/account/tokens/new', { as: 'owner' })
      await pasteInto(app, 'Name', 'late')
      await app.user.click(screen.getByRole('radio', { name: 'All your projects' }))
      db.advance(3_601_000)
      await app.user.click(screen.getByRole('button', { name: 'Create token' }))
      const dialog = await screen.findByRole('dialog', { name: 'Is it still you?' })
      await within(dialog).findByLabelText('Your password')
      return app
    },
    operation: confirmByPassword,
    submit: 'Confirm',
    fields: [{ label: 'Your password', right: SEED_PASSWORD }],
    leave: ({ user }) => user.click(screen.getByRole('button', { name: 'Close' })),
    done: 'Copy your new token now',
  },
  {
    name: 'delete the account',
    open: () => renderApp('/account/delete', { as: 'unverified' }),
    operation: deleteAccount,
    submit: 'Delete my account',
    fields: [
      { label: 'Type unverified to confirm', right: 'unverified' },
      { label: 'Password', right: SEED_PASSWORD },
    ],
    done: 'Your account is deleted.',
  },
]
