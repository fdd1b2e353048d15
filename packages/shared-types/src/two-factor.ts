import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { line, secret } from './text.ts'

export const PASSKEY_NAME_MAX_LENGTH = 64
export const MOST_PASSKEYS = 10
export const RECOVERY_CODE_COUNT = 10
/** As few codes are worth a warning. */
export const FEW_RECOVERY_CODES = 3
/** Length of a recovery code without its hyphens: 120 bits, five to a character. */
const RECOVERY_CODE_LENGTH = 24
/** Crockford's Base32: no letter that is taken for another. */
export const RECOVERY_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

// Blanks of any width, hyphens, and what is there without being seen.
const FILLERS = /[\s\u00ad\u200b-\u200f\u2010-\u2015\u2060\ufeff-]/g

/** The six digits of a typed code: blanks dropped, digits of any width taken. */
export function normalizeTotpCode(typed: string): string {
  return typed.normalize('NFKC').replace(FILLERS, '')
}

/** A recovery code as it is hashed: small letters, no hyphens, look-alikes as what was meant. */
export function normalizeRecoveryCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(FILLERS, '')
    .toLowerCase()
    .replaceAll('o', '0')
    .replace(/[il]/g, '1')
}

export const isTotpCode = (typed: string): boolean => /^[0-9]{6}$/.test(normalizeTotpCode(typed))

export function isRecoveryCode(typed: string): boolean {
  const code = normalizeRecoveryCode(typed)
  return (
    code.length === RECOVERY_CODE_LENGTH &&
    [...code].every((char) => RECOVERY_ALPHABET.includes(char))
  )
}

/** The code of an authentication app, as typed. */
export const TotpCode = line(40).check(
  z.refine(isTotpCode, { error: 'must have six digits', params: { code: 'totp_shape' } }),
)

/** A recovery code, as typed. */
export const RecoveryCode = line(80).check(
  z.refine(isRecoveryCode, {
    error: `must have ${RECOVERY_CODE_LENGTH} letters and digits`,
    params: { code: 'recovery_code_shape' },
  }),
)

/** A signed token of ours that stands for a step that was begun. */
const StepToken = secret(1, 4096)

const base64url = () => secret(1, 20_000)

/** What `navigator.credentials.create` gave (WebAuthn, section 5.1: RegistrationResponseJSON). */
export const PasskeyRegistration = z.object({
  id: base64url(),
  rawId: base64url(),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url(),
    attestationObject: base64url(),
    transports: z.optional(z.array(line(40)).check(z.maxLength(10))),
  }),
})

/** What `navigator.credentials.get` gave (WebAuthn, section 5.1: AuthenticationResponseJSON). */
export const PasskeyAssertion = z.object({
  id: base64url(),
  rawId: base64url(),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url(),
    authenticatorData: base64url(),
    signature: base64url(),
    userHandle: z.optional(z.nullable(base64url())),
  }),
})

/** Options for a ceremony as the browser takes them, and the token that goes back with its outcome. */
export const PasskeyCeremony = z
  .object({ options: z.looseObject({ challenge: z.string() }), challenge: z.string() })
  .register(z.globalRegistry, { id: 'PasskeyCeremony' })
export type PasskeyCeremony = z.output<typeof PasskeyCeremony>

export const Passkey = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Kept by a password manager or an account, not by one device alone. */
    synced: z.boolean(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.nullable(z.iso.datetime()),
  })
  .register(z.globalRegistry, { id: 'Passkey' })
export type Passkey = z.output<typeof Passkey>

export const TwoFactor = z
  .object({
    passkeys: z.array(Passkey),
    authenticator: z.nullable(
      z.object({ createdAt: z.iso.datetime(), lastUsedAt: z.nullable(z.iso.datetime()) }),
    ),
    recoveryCodes: z.nullable(
      z.object({
        total: z.number(),
        left: z.number(),
        /** Whether the person has shown that they kept them. */
        confirmed: z.boolean(),
        createdAt: z.iso.datetime(),
      }),
    ),
    /** Whether uploads are refused without a second factor. */
    required: z.boolean(),
  })
  .register(z.globalRegistry, { id: 'TwoFactor' })
export type TwoFactor = z.output<typeof TwoFactor>

/** Recovery codes that were just made: given once; null where there are some already. */
const NewRecoveryCodes = z.nullable(z.array(z.string()))

export const PasskeyName = line(PASSKEY_NAME_MAX_LENGTH)

export const getTwoFactor = endpoint({
  id: 'getTwoFactor',
  method: 'GET',
  path: '/api/v1/account/two-factor',
  tag: 'Two-factor',
  summary: 'The second factors of the signed-in person',
  auth: 'session',
  response: TwoFactor,
})

export const startAuthenticator = endpoint({
  id: 'startAuthenticator',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/account/authenticator/setup',
  tag: 'Two-factor',
  summary: 'Make a secret for an authentication app; it counts once a code of it is given back',
  auth: 'session',
  fresh: true,
  response: z.object({
    /** Goes back with the first code. */
    setup: z.string(),
    /** Base32. */
    secret: z.string(),
    /** `otpauth://totp/…`, for a QR code. */
    uri: z.string(),
  }),
  problems: ['authenticator_exists', 'email_unverified'],
})

export const AuthenticatorAddition = z.strictObject({ setup: StepToken, code: TotpCode })

export const addAuthenticator = endpoint({
  id: 'addAuthenticator',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/account/authenticator',
  tag: 'Two-factor',
  summary: 'Add the authentication app with its first code; ends every other session',
  auth: 'session',
  fresh: true,
  body: AuthenticatorAddition,
  response: z.object({ recoveryCodes: NewRecoveryCodes }),
  status: 201,
  problems: [
    'step_invalid',
    'code_wrong',
    'clock_drift',
    'authenticator_exists',
    'email_unverified',
    'rate_limited',
  ],
})

export const removeAuthenticator = endpoint({
  id: 'removeAuthenticator',
  idempotencyKey: false,
  method: 'DELETE',
  path: '/api/v1/account/authenticator',
  tag: 'Two-factor',
  summary: 'Remove the authentication app; ends every other session',
  auth: 'session',
  fresh: true,
  problems: ['not_found', 'password_short'],
})

export const startPasskey = endpoint({
  id: 'startPasskey',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/account/passkeys/options',
  tag: 'Two-factor',
  summary: 'Options for making a passkey',
  auth: 'session',
  fresh: true,
  response: PasskeyCeremony,
  problems: ['email_unverified', 'too_many_passkeys'],
})

export const addPasskey = endpoint({
  id: 'addPasskey',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/account/passkeys',
  tag: 'Two-factor',
  summary: 'Add a passkey or security key; ends every other session',
  auth: 'session',
  fresh: true,
  body: z.strictObject({ challenge: StepToken, name: PasskeyName, response: PasskeyRegistration }),
  response: z.object({ passkey: Passkey, recoveryCodes: NewRecoveryCodes }),
  status: 201,
  problems: [
    'step_invalid',
    'passkey_refused',
    'passkey_listed',
    'passkey_name_taken',
    'email_unverified',
    'too_many_passkeys',
  ],
})

const passkeyId = z.strictObject({ id: z.uuid() })
export const PasskeyRenaming = z.strictObject({ name: PasskeyName })

export const renamePasskey = endpoint({
  id: 'renamePasskey',
  method: 'PATCH',
  path: '/api/v1/account/passkeys/{id}',
  tag: 'Two-factor',
  summary: 'Give a passkey another name',
  auth: 'session',
  params: passkeyId,
  body: PasskeyRenaming,
  response: Passkey,
  problems: ['not_found', 'passkey_name_taken'],
})

export const removePasskey = endpoint({
  id: 'removePasskey',
  idempotencyKey: false,
  method: 'DELETE',
  path: '/api/v1/account/passkeys/{id}',
  tag: 'Two-factor',
  summary: 'Remove a passkey; ends every other session',
  auth: 'session',
  fresh: true,
  params: passkeyId,
  problems: ['not_found', 'password_short'],
})

export const makeRecoveryCodes = endpoint({
  id: 'makeRecoveryCodes',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/account/recovery-codes',
  tag: 'Two-factor',
  summary: 'Make new recovery codes; those from before are dead',
  auth: 'session',
  fresh: true,
  response: z.object({ recoveryCodes: z.array(z.string()) }),
  status: 201,
  problems: ['second_factor_missing'],
})

export const RecoveryCodeCheck = z.strictObject({ code: RecoveryCode })

export const checkRecoveryCode = endpoint({
  id: 'checkRecoveryCode',
  idempotencyKey: false,
  method: 'POST',
  path: '/api/v1/account/recovery-codes/check',
  tag: 'Two-factor',
  summary: 'Show that the recovery codes were kept: any one of them, which is not used up',
  auth: 'session',
  body: RecoveryCodeCheck,
  problems: ['code_wrong', 'rate_limited'],
})
