import * as z from 'zod/mini'
import { Account, CurrentPassword } from './accounts.ts'
import { endpoint } from './endpoint.ts'
import { line, secret } from './text.ts'
import { PasskeyAssertion, PasskeyCeremony } from './two-factor.ts'

/** Minutes for the second step of a sign-in. */
export const SECOND_STEP_MINUTES = 5
/** Days for which a browser can be remembered. */
export const REMEMBERED_DEVICE_DAYS = 30
/** Minutes for which somebody who showed who they are is not asked again. */
export const CONFIRMED_MINUTES = 60

/** Minutes for which the mailed link of a sign-in from a new browser is good. */
export const NEW_DEVICE_LINK_MINUTES = 10

const StepToken = secret(1, 4096)

export const SecondStepCode = z.strictObject({
  step: StepToken,
  factor: z.enum(['authenticator', 'recovery']),
  /** As typed; one of the shape of another kind is a wrong one. */
  code: line(80),
  /** Ask this browser for the password alone for 30 days; not with a recovery code. */
  rememberDevice: z._default(z.boolean(), false),
})

/** The code was right, and this browser is new to the account: a link was mailed. */
export const DeviceCheck = z
  .object({
    /** Goes back to have another mail sent. */
    step: z.string(),
    /** When no more mails are sent for this sign-in. */
    expiresAt: z.iso.datetime(),
    /** The address that the link went to, most of it hidden: `j•••@example.org`. */
    email: z.string(),
  })
  .register(z.globalRegistry, { id: 'DeviceCheck' })
export type DeviceCheck = z.output<typeof DeviceCheck>

/** What a right code leads to: a session, or the link that is missing for one. */
export const SecondStepResult = z
  .object({ account: z.nullable(Account), deviceCheck: z.nullable(DeviceCheck) })
  .register(z.globalRegistry, { id: 'SecondStepResult' })
export type SecondStepResult = z.output<typeof SecondStepResult>

export const finishSignInByCode = endpoint({
  id: 'finishSignInByCode',
  method: 'POST',
  path: '/api/v1/sessions/second-step/code',
  tag: 'Sessions',
  summary:
    'Finish a sign-in with the code of an authentication app, or with a recovery code; a browser that is new to the account needs a mailed link too',
  body: SecondStepCode,
  response: SecondStepResult,
  status: 201,
  problems: ['step_invalid', 'code_wrong', 'clock_drift', 'account_disabled', 'rate_limited'],
})

export const resendDeviceCheck = endpoint({
  id: 'resendDeviceCheck',
  method: 'POST',
  path: '/api/v1/sessions/new-device/resend',
  tag: 'Sessions',
  summary: 'Mail the link of a sign-in from a new browser again',
  body: z.strictObject({ step: StepToken }),
  status: 202,
  problems: ['step_invalid', 'account_disabled', 'rate_limited'],
})

export const confirmDevice = endpoint({
  id: 'confirmDevice',
  method: 'POST',
  path: '/api/v1/sessions/new-device',
  tag: 'Sessions',
  summary: 'Finish a sign-in from a new browser with the mailed link, in that browser',
  body: z.strictObject({ token: StepToken }),
  response: Account,
  status: 201,
  problems: ['link_invalid', 'other_browser', 'account_disabled', 'rate_limited'],
})

export const startSecondStepPasskey = endpoint({
  id: 'startSecondStepPasskey',
  method: 'POST',
  path: '/api/v1/sessions/second-step/passkey-options',
  tag: 'Sessions',
  summary: 'Options for finishing a sign-in with a passkey',
  body: z.strictObject({ step: StepToken }),
  response: PasskeyCeremony,
  problems: ['step_invalid'],
})

export const finishSignInByPasskey = endpoint({
  id: 'finishSignInByPasskey',
  method: 'POST',
  path: '/api/v1/sessions/second-step/passkey',
  tag: 'Sessions',
  summary: 'Finish a sign-in with a passkey or security key',
  body: z.strictObject({
    step: StepToken,
    challenge: StepToken,
    response: PasskeyAssertion,
    rememberDevice: z._default(z.boolean(), false),
  }),
  response: Account,
  status: 201,
  problems: ['step_invalid', 'passkey_refused', 'account_disabled', 'rate_limited'],
})

export const startPasskeySignIn = endpoint({
  id: 'startPasskeySignIn',
  method: 'POST',
  path: '/api/v1/sessions/passkey-options',
  tag: 'Sessions',
  summary: 'Options for signing in with a passkey alone',
  response: PasskeyCeremony,
})

export const signInByPasskey = endpoint({
  id: 'signInByPasskey',
  method: 'POST',
  path: '/api/v1/sessions/passkey',
  tag: 'Sessions',
  summary: 'Sign in with a passkey that verified the person, without a password',
  body: z.strictObject({
    challenge: StepToken,
    response: PasskeyAssertion,
    /** As at a sign-in with a password. */
    remember: z._default(z.boolean(), false),
  }),
  response: Account,
  status: 201,
  problems: ['step_invalid', 'passkey_refused', 'account_disabled', 'rate_limited'],
})

export const startConfirmation = endpoint({
  id: 'startConfirmation',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/sessions/current/confirmation-options',
  tag: 'Sessions',
  summary: 'How the signed-in person can show again that it is them',
  auth: 'session',
  response: z.object({ password: z.boolean(), passkey: z.nullable(PasskeyCeremony) }),
})

export const PasswordConfirmation = z.strictObject({ password: CurrentPassword })

export const confirmByPassword = endpoint({
  id: 'confirmByPassword',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/sessions/current/confirmation/password',
  tag: 'Sessions',
  summary: 'Show by password that it is still the same person; good for an hour',
  auth: 'session',
  body: PasswordConfirmation,
  problems: ['password_wrong', 'rate_limited'],
})

export const confirmByPasskey = endpoint({
  id: 'confirmByPasskey',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/sessions/current/confirmation/passkey',
  tag: 'Sessions',
  summary: 'Show by passkey that it is still the same person; good for an hour',
  auth: 'session',
  body: z.strictObject({ challenge: StepToken, response: PasskeyAssertion }),
  problems: ['step_invalid', 'passkey_refused', 'rate_limited'],
})
