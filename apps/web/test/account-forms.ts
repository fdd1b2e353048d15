import { screen, within } from '@testing-library/react'
import {
  acceptInvitation,
  addEmail,
  addAuthenticator,
  changePassword,
  checkRecoveryCode,
  completePasswordReset,
  confirmByPassword,
  createToken,
  createWebhook,
  deleteAccount,
  finishSignInByCode,
  inviteToProject,
  RecoveryCode,
  registerAccount,
  renamePasskey,
  requestPasswordReset,
  resendVerification,
  signIn,
  TotpCode,
  updateProfile,
  type AnySchema,
  type Endpoint,
  type ProblemCode,
} from '@wheelhouse/shared-types'
import { createInvitation } from '../mock-api/handlers/invitations.ts'
import { SEED_PASSWORD } from '../mock-api/seed.ts'
import {
  ADDRESS,
  as,
  CODE_OF_APP,
  CURRENT_PASSWORD,
  line,
  LOGIN,
  NEW_PASSWORD,
  NEW_USERNAME,
  PERSON_NAME,
  RECOVERY,
  TOKEN_CHOICES,
  WEB_ADDRESS,
  WEBHOOK_TOPIC_CHOICE,
  type Breaks,
} from './broken-rules.ts'
import { codeOf, giveApp, givePasskey, PASSKEY_ID, RECOVERY_CODE, SECRET } from './give-factors.ts'
import { PUBLISHER_FORMS } from './publisher-forms.ts'
import { db, renderApp } from './render-app.tsx'
import { PROJECT_SETTINGS_FORMS } from './settings-forms.ts'

export type App = Awaited<ReturnType<typeof renderApp>>
export type Words = string | RegExp

export type AccountField = {
  /** Its place in the operation's body, `scope.projects`. */
  readonly name: string
  readonly label: Words
  readonly right: string | (() => Promise<string>)
  readonly optional?: true
  /** What the form makes of what is right for the operation's body, where that is not what was typed. */
  readonly posted?: unknown
  readonly breaks: Breaks
}

export type AccountForm = {
  readonly name: string
  /** The file with its `useContractForm`. */
  readonly source: string
  readonly open: () => Promise<App>
  readonly operation: Endpoint
  /** Of its path. */
  readonly params?: Readonly<Record<string, string>>
  readonly submit: Words
  /** The button of the question that it asks, where it is sent only once that is answered. */
  readonly confirm?: Words
  /** What is right and what is wrong for each; what the form has besides may stay as it is. */
  readonly fields: readonly AccountField[]
  /** Fields and choices that are broken before those, in this order. */
  readonly before?: readonly AccountField[]
  /** Rules of the form's own for a field, where they are stricter than the operation's. */
  readonly stricter?: Readonly<Record<string, AnySchema>>
  /** What the operation's body has besides what somebody types, or how it is found out. */
  readonly rest?: Readonly<Record<string, unknown>>
  /** Refusals that only the server knows and that belong to a field. */
  readonly refusals?: Readonly<Partial<Record<ProblemCode, string>>>
  /** What else must be chosen for the form to be right. */
  readonly choose?: (app: App) => Promise<void>
  /** Leaves the form without sending it, where it would stay open beyond its page. */
  readonly leave?: (app: App) => Promise<void>
  /** Shown once it was accepted. */
  readonly done: Words
  /** The form with other fields, which a choice in it brings. */
  readonly shapes?: readonly Pick<AccountForm, 'name' | 'open' | 'before' | 'fields' | 'rest'>[]
  /** A part of the body that is of the same schema in another form, which breaks its rules. */
  readonly shared?: { readonly part: string; readonly with: string }
}

const GOOD = 'velvet otter compiles gravel'
async function openSecondStep(): Promise<App> {
  giveApp()
  const app = await renderApp('/sign-in?next=%2Faccount%2Fpassword')
  await pasteInto(app, 'Username or e-mail', 'owner')
  await pasteInto(app, 'Password', SEED_PASSWORD)
  await app.user.click(screen.getByRole('button', { name: 'Sign in' }))
  await screen.findByRole('heading', { name: 'One more step' })
  return app
}

const tokenOfLink = { token: () => db.links.at(-1)!.token }
const begunStep = () => db.steps.at(-1)!.token

/** A name, a username and a password, as at a registration. */
const newcomer = (name: string, username: string) => ({
  name: {
    name: 'name',
    label: 'Your name (optional)',
    right: name,
    optional: true,
    breaks: PERSON_NAME,
  } as const,
  username: { name: 'username', label: 'Username', right: username, breaks: NEW_USERNAME },
  password: { name: 'password', label: 'Password', right: GOOD, breaks: NEW_PASSWORD },
})
const JANE = newcomer('Jane Doe', 'janedoe')
const GUS = newcomer('Gus Guest', 'guest')

/** The control of a label; a tab's panel may have the same name. */
export const findControl = (label: Words) =>
  screen.findByLabelText<HTMLInputElement>(label, { selector: 'input, select, textarea' })

/** Replaces what a field holds. A page that has just opened may still move the focus to its heading. */
export async function pasteInto({ user }: App, label: Words, text: string): Promise<void> {
  const input = await findControl(label)
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

const login = { name: 'login', label: 'Username or e-mail', right: 'owner', breaks: LOGIN }

/** Every form of the account screens. */
export const ACCOUNT_FORMS: readonly AccountForm[] = [
  ...PUBLISHER_FORMS,
  ...PROJECT_SETTINGS_FORMS,
  {
    name: 'register',
    source: 'routes/register/register-form.tsx',
    open: () => renderApp('/register'),
    operation: registerAccount,
    submit: 'Create account',
    fields: [
      JANE.name,
      JANE.username,
      { name: 'email', label: 'E-mail address', right: 'jane@example.org', breaks: ADDRESS },
      JANE.password,
    ],
    refusals: { username_taken: 'username' },
    done: 'Check your mail',
  },
  {
    name: 'accept an invitation',
    source: 'routes/invitation/invitation-form.tsx',
    open: () => {
      const link = new URL(createInvitation(db, location.origin, 'guest@example.org'))
      return renderApp(link.pathname + link.search)
    },
    operation: acceptInvitation,
    submit: 'Create account',
    fields: [GUS.name, GUS.username, GUS.password],
    rest: tokenOfLink,
    refusals: { username_taken: 'username' },
    done: 'Your account is ready. Sign in to go on.',
  },
  {
    name: 'sign in',
    source: 'routes/sign-in/route.tsx',
    open: () => renderApp('/sign-in?next=%2Faccount%2Fpassword'),
    operation: signIn,
    submit: 'Sign in',
    fields: [
      login,
      { name: 'password', label: 'Password', right: SEED_PASSWORD, breaks: CURRENT_PASSWORD },
    ],
    done: 'Change your password',
  },
  {
    name: 'second step of a sign-in by app',
    source: 'features/two-factor/second-step.tsx',
    open: openSecondStep,
    operation: finishSignInByCode,
    submit: 'Sign in',
    fields: [
      {
        name: 'code',
        label: 'Code of the app',
        right: () => codeOf(SECRET),
        // The operation takes codes of every kind: one of another shape is a wrong one.
        breaks: { ...CODE_OF_APP, ...as('code_wrong', CODE_OF_APP, 'totp_shape', 'too_long:40') },
      },
    ],
    stricter: { code: TotpCode },
    rest: { step: begunStep, factor: 'authenticator' },
    refusals: { code_wrong: 'code' },
    done: 'Change your password',
  },
  {
    name: 'second step of a sign-in by recovery code',
    source: 'features/two-factor/second-step.tsx',
    open: async () => {
      const app = await openSecondStep()
      await app.user.click(screen.getByRole('tab', { name: 'Recovery code' }))
      return app
    },
    operation: finishSignInByCode,
    submit: 'Sign in',
    fields: [
      {
        name: 'code',
        label: 'Recovery code',
        right: RECOVERY_CODE,
        breaks: { ...RECOVERY, ...as('code_wrong', RECOVERY, 'recovery_code_shape') },
      },
    ],
    stricter: { code: RecoveryCode },
    rest: { step: begunStep, factor: 'recovery' },
    refusals: { code_wrong: 'code' },
    done: 'Change your password',
  },
  {
    name: 'ask for a new password',
    source: 'routes/reset-password/route.tsx',
    open: () => renderApp('/reset-password'),
    operation: requestPasswordReset,
    submit: 'Send the link',
    fields: [login],
    done: 'Look in your mailbox',
  },
  {
    name: 'set a new password',
    source: 'routes/new-password/route.tsx',
    open: openReset,
    operation: completePasswordReset,
    submit: 'Save the password',
    fields: [{ name: 'password', label: 'New password', right: GOOD, breaks: NEW_PASSWORD }],
    rest: tokenOfLink,
    done: 'Your new password is set',
  },
  {
    name: 'verification mail again',
    source: 'features/account/resend-form.tsx',
    open: () => renderApp('/register/check-mail'),
    operation: resendVerification,
    submit: 'Send it again',
    fields: [
      { name: 'email', label: 'E-mail address', right: 'unverified@example.org', breaks: ADDRESS },
    ],
    done: 'Sent. It may take a minute to arrive.',
  },
  {
    name: 'change the password',
    source: 'routes/account.password/route.tsx',
    open: () => renderApp('/account/password', { as: 'owner' }),
    operation: changePassword,
    submit: 'Change the password',
    fields: [
      {
        name: 'currentPassword',
        label: 'Current password',
        right: SEED_PASSWORD,
        breaks: CURRENT_PASSWORD,
      },
      { name: 'newPassword', label: 'New password', right: GOOD, breaks: NEW_PASSWORD },
    ],
    refusals: { password_wrong: 'currentPassword' },
    done: /Your password is changed/,
  },
  {
    name: 'name',
    source: 'features/account/name-form.tsx',
    open: () => renderApp('/account', { as: 'owner' }),
    operation: updateProfile,
    submit: 'Save',
    fields: [
      {
        name: 'name',
        label: /^Name/,
        right: 'Olivia Owner',
        optional: true,
        breaks: PERSON_NAME,
      },
    ],
    rest: { publicEmail: null },
    done: /saved/i,
  },
  {
    name: 'add an address',
    source: 'features/account/add-email-form.tsx',
    open: () => renderApp('/account/emails', { as: 'owner' }),
    operation: addEmail,
    submit: 'Add address',
    fields: [
      { name: 'email', label: 'E-mail address', right: 'second@example.org', breaks: ADDRESS },
    ],
    refusals: { email_listed: 'email' },
    done: /second@example.org/,
  },
  {
    name: 'add an authentication app',
    source: 'features/two-factor/authenticator-setup.tsx',
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
        name: 'code',
        label: 'Code of the app',
        right: () => codeOf(document.querySelector('main code')!.textContent!.replaceAll(' ', '')),
        breaks: CODE_OF_APP,
      },
    ],
    rest: { setup: begunStep },
    refusals: { code_wrong: 'code' },
    done: 'Keep these codes in a safe place',
  },
  {
    name: 'show that the recovery codes are kept',
    source: 'features/two-factor/recovery-codes.tsx',
    open: async () => {
      const app = await renderApp('/account', { as: 'owner' })
      giveApp()
      await app.router.navigate('/account/two-factor')
      return app
    },
    operation: checkRecoveryCode,
    submit: 'I have them',
    fields: [
      {
        name: 'code',
        label: 'One of your recovery codes',
        right: RECOVERY_CODE,
        breaks: RECOVERY,
      },
    ],
    refusals: { code_wrong: 'code' },
    done: 'Your recovery codes are safe with you.',
  },
  {
    name: 'name of a passkey',
    source: 'features/two-factor/name-dialog.tsx',
    open: async () => {
      const app = await renderApp('/account', { as: 'owner' })
      givePasskey()
      await app.router.navigate('/account/two-factor')
      await app.user.click(await screen.findByRole('button', { name: 'Rename laptop' }))
      return app
    },
    operation: renamePasskey,
    params: { id: PASSKEY_ID },
    submit: 'Save the name',
    fields: [{ name: 'name', label: 'Name', right: 'key ring', breaks: line(64) }],
    refusals: { passkey_name_taken: 'name' },
    leave: ({ user }) => user.click(screen.getByRole('button', { name: 'Close' })),
    done: 'key ring',
  },
  {
    name: 'new token',
    source: 'features/tokens/token-form.tsx',
    open: () => renderApp('/account/tokens/new', { as: 'owner' }),
    operation: createToken,
    submit: 'Create token',
    before: TOKEN_CHOICES,
    fields: [{ name: 'name', label: 'Name', right: 'laptop', breaks: line(100) }],
    rest: {
      scope: { kind: 'projects', projects: ['tiny'], newProjects: [] },
      actions: ['upload'],
      networks: [],
      expiresInDays: 7,
    },
    refusals: { token_name_taken: 'name' },
    choose: ({ user }) => user.click(screen.getByRole('radio', { name: 'All your projects' })),
    done: 'Copy your new token now',
  },
  {
    name: 'invite to a project',
    source: 'features/people/invite-form.tsx',
    open: () => renderApp('/account/projects/tiny/people', { as: 'owner' }),
    operation: inviteToProject,
    params: { project: 'tiny' },
    submit: 'Send invitation',
    fields: [
      {
        name: 'user',
        label: 'Username or e-mail address',
        right: 'maintainer',
        breaks: line(254),
      },
    ],
    rest: { role: 'maintainer' },
    refusals: { already_member: 'user', already_invited: 'user' },
    done: /^maintainer is invited\. They have 7 days/,
  },
  {
    name: 'new webhook',
    source: 'features/webhooks/webhook-form.tsx',
    open: () => renderApp('/account/projects/tiny/webhooks', { as: 'owner' }),
    operation: createWebhook,
    params: { project: 'tiny' },
    submit: 'Add webhook',
    before: [WEBHOOK_TOPIC_CHOICE],
    fields: [
      { name: 'url', label: 'Address', right: 'https://example.org/hook', breaks: WEB_ADDRESS },
    ],
    rest: { topics: ['release.yanked'] },
    choose: ({ user }) => user.click(screen.getByRole('checkbox', { name: 'A release is yanked' })),
    done: 'Copy the secret now',
  },
  {
    name: 'show that it is you',
    source: 'features/two-factor/confirm-identity.tsx',
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
    fields: [
      { name: 'password', label: 'Your password', right: SEED_PASSWORD, breaks: CURRENT_PASSWORD },
    ],
    refusals: { password_wrong: 'password' },
    leave: ({ user }) => user.click(screen.getByRole('button', { name: 'Close' })),
    done: 'Copy your new token now',
  },
  {
    name: 'delete the account',
    source: 'routes/account.delete/route.tsx',
    open: () => renderApp('/account/delete', { as: 'unverified' }),
    operation: deleteAccount,
    submit: 'Delete my account',
    fields: [
      {
        name: 'username',
        label: 'Type unverified to confirm',
        right: 'unverified',
        breaks: line(50),
      },
      { name: 'password', label: 'Password', right: SEED_PASSWORD, breaks: CURRENT_PASSWORD },
    ],
    refusals: { confirmation_mismatch: 'username', password_wrong: 'password' },
    done: 'Your account is deleted.',
  },
]
