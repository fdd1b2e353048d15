import * as z from 'zod/mini'
import { BOUNCES } from './bounces.ts'
import { endpoint } from './endpoint.ts'
import {
  PASSWORD_MAX_LENGTH,
  PASSWORD_MIN_LENGTH,
  passwordLength,
  passwordMinLength,
} from './password-policy.ts'
import { line, optionalLine, secret } from './text.ts'

export const USERNAME_MAX_LENGTH = 50
export const EMAIL_MAX_LENGTH = 254
export const NAME_MAX_LENGTH = 100

const USERNAME = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i
// One @, no spaces, a dot in the domain: more is decided by the mail that arrives.
const EMAIL = /^[^\s@,;<>()"]{1,64}@[^\s@,;<>()"]{1,189}\.[^\s@.,;<>()"]{2,63}$/

export const Username = line(USERNAME_MAX_LENGTH).check(
  z.refine((value) => USERNAME.test(value), {
    error:
      'may have letters, digits, dots, hyphens and underscores, with a letter or digit at both ends',
    params: { code: 'username_shape' },
  }),
)

export const Email = line(EMAIL_MAX_LENGTH).check(
  z.refine((value) => EMAIL.test(value), {
    error: 'must be an e-mail address such as jane@example.org',
    params: { code: 'email_shape' },
  }),
)

/** A person's name, which may be empty; addresses of web sites in it are refused (mail spam). */
export const PersonName = optionalLine(NAME_MAX_LENGTH).check(
  z.refine((value) => !value.includes('://'), {
    error: 'must not contain a web address',
    params: { code: 'name_has_link' },
  }),
)

/** Of what is typed, in UTF-16 units: a bound for the work, not a rule for people. */
const SECRET_MAX_LENGTH = 4096

/** A password as typed at sign-in: no rules but a bound. */
export const CurrentPassword = secret(1, SECRET_MAX_LENGTH)

/** A password that is being set, of so many code points. Strength is judged apart, with its context. */
const newPassword = (minimum: number) =>
  secret(1).check(
    z.superRefine((value, context) => {
      // What is far too long is not brought into its normal form for being counted.
      const length = value.length > SECRET_MAX_LENGTH ? Infinity : passwordLength(value)
      const common = { origin: 'string', inclusive: true, input: value } as const
      if (length < minimum) {
        context.issues.push({ code: 'too_small', minimum, ...common })
      } else if (length > PASSWORD_MAX_LENGTH) {
        context.issues.push({ code: 'too_big', maximum: PASSWORD_MAX_LENGTH, ...common })
      }
    }),
  )

/** A password that is being set for an account that has no other factor. */
export const NewPassword = newPassword(PASSWORD_MIN_LENGTH)

/** The signed-in person, as they see themselves. */
export const Account = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    /** Why the address is not verified any more, where mail to it told. */
    emailBounce: z.nullable(z.enum(BOUNCES)),
    /** Whether a sign-in takes a second factor. */
    secondFactor: z.boolean(),
    admin: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'Account' })
export type Account = z.output<typeof Account>

export const Registration = z.strictObject({
  name: z._default(PersonName, ''),
  username: Username,
  email: Email,
  password: NewPassword,
})
export type Registration = z.output<typeof Registration>

export const registerAccount = endpoint({
  id: 'registerAccount',
  method: 'POST',
  path: '/api/v1/accounts',
  tag: 'Accounts',
  summary: 'Open an account; the answer is the same whether or not the address is known',
  body: Registration,
  status: 202,
  problems: ['username_taken', 'registration_closed', 'rate_limited'],
})

export const checkUsername = endpoint({
  id: 'checkUsername',
  method: 'GET',
  path: '/api/v1/usernames/{username}',
  tag: 'Accounts',
  summary: 'Whether a username can still be taken',
  params: z.strictObject({ username: Username }),
  response: z.object({ available: z.boolean() }),
  problems: ['rate_limited'],
})

export const VerificationResending = z.strictObject({ email: Email })

export const resendVerification = endpoint({
  id: 'resendVerification',
  method: 'POST',
  path: '/api/v1/email-verifications/resend',
  tag: 'Accounts',
  summary: 'Send the verification mail again; the answer is the same for any address',
  body: VerificationResending,
  status: 202,
  problems: ['rate_limited'],
})

export const verifyEmail = endpoint({
  id: 'verifyEmail',
  method: 'POST',
  path: '/api/v1/email-verifications',
  tag: 'Accounts',
  summary: 'Confirm an address with the token of a mailed link',
  body: z.strictObject({ token: secret(1, 2048) }),
  response: z.object({ email: z.string(), username: z.string() }),
  problems: ['link_invalid', 'rate_limited'],
})

export const PasswordResetRequest = z.strictObject({ login: line(EMAIL_MAX_LENGTH) })

export const requestPasswordReset = endpoint({
  id: 'requestPasswordReset',
  method: 'POST',
  path: '/api/v1/password-resets',
  tag: 'Accounts',
  summary: 'Mail a link to set a new password; the answer is the same for any name',
  body: PasswordResetRequest,
  status: 202,
  problems: ['rate_limited'],
})

export const inspectPasswordReset = endpoint({
  id: 'inspectPasswordReset',
  method: 'POST',
  path: '/api/v1/password-resets/inspect',
  tag: 'Accounts',
  summary: 'Whose password a mailed link sets (without using the link up)',
  body: z.strictObject({ token: secret(1, 2048) }),
  response: z.object({ username: z.string(), name: z.string(), email: z.string() }),
  problems: ['link_invalid', 'rate_limited'],
})

export const completePasswordReset = endpoint({
  id: 'completePasswordReset',
  method: 'POST',
  path: '/api/v1/password-resets/complete',
  tag: 'Accounts',
  summary: 'Set a new password with the token of a mailed link; ends every session',
  body: z.strictObject({ token: secret(1, 2048), password: NewPassword }),
  problems: ['link_invalid', 'rate_limited'],
})

export const getAccount = endpoint({
  id: 'getAccount',
  method: 'GET',
  path: '/api/v1/account',
  tag: 'Accounts',
  summary: 'The signed-in person',
  auth: 'session',
  response: Account,
})

export const ProfileChange = z.strictObject({
  name: z.optional(PersonName),
  /** Id of the verified address that others may see; null for none. */
  publicEmail: z.optional(z.nullable(z.uuid())),
})

export const updateProfile = endpoint({
  id: 'updateProfile',
  method: 'PATCH',
  path: '/api/v1/account',
  tag: 'Accounts',
  summary: 'Change what others see of the signed-in person; what is left out stays',
  auth: 'session',
  body: ProfileChange,
  response: Account,
})

/** The body of `changePassword`, for an account with or without a second factor. */
export const passwordChange = (secondFactor: boolean) =>
  z.strictObject({
    currentPassword: CurrentPassword,
    newPassword: newPassword(passwordMinLength(secondFactor)),
  })

export const changePassword = endpoint({
  id: 'changePassword',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/account/password',
  tag: 'Accounts',
  summary: 'Change the password; ends every other session',
  auth: 'session',
  // What only a second factor allows is refused to the others by the use case.
  body: passwordChange(true),
  problems: ['password_wrong', 'rate_limited'],
})
