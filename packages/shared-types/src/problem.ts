import * as z from 'zod/mini'

/**
 * Every refusal of the JSON API, with its status and title (RFC 9457). The union is closed:
 * clients translate by code, so a new refusal is a new line here. `also`: other statuses that it may
 * have, where its reason decides.
 */
export const PROBLEMS = {
  malformed_request: { status: 400, title: 'The request could not be read' },
  ambiguous_credentials: { status: 400, title: 'Two kinds of credentials were sent' },
  link_invalid: { status: 400, title: 'This link is not valid any more' },
  password_wrong: { status: 400, title: 'The current password is not right' },
  step_invalid: { status: 400, title: 'This took too long, or was done already' },
  code_wrong: { status: 400, title: 'The code is not right' },
  clock_drift: { status: 400, title: 'The code belongs to another time' },
  passkey_refused: { status: 400, title: 'The passkey is not taken' },
  confirmation_mismatch: { status: 400, title: 'The confirmation does not match' },
  upload_refused: { status: 400, also: [403, 429], title: 'The file is not taken' },
  not_authenticated: { status: 401, title: 'Sign in to go on' },
  credentials_wrong: { status: 401, title: 'The name or the password is not right' },
  token_invalid: { status: 401, title: 'The API token is not valid' },
  forbidden: { status: 403, title: 'You may not do this' },
  cross_site: { status: 403, title: 'The request came from another site' },
  email_unverified: { status: 403, title: 'Verify your e-mail address first' },
  reauthentication_required: { status: 403, title: 'Show first that it is you' },
  password_breached: { status: 403, title: 'This password is known to attackers' },
  account_disabled: { status: 403, title: 'This account is disabled' },
  other_browser: { status: 403, title: 'This link belongs to another browser' },
  registration_closed: { status: 403, title: 'Registration is closed' },
  not_found: { status: 404, title: 'There is nothing at this address' },
  method_not_allowed: { status: 405, title: 'This method is not allowed here' },
  email_listed: { status: 409, title: 'You have this address already' },
  email_primary: { status: 409, title: 'This is your primary address' },
  too_many_emails: { status: 409, title: 'You have as many addresses as are allowed' },
  sole_owner: { status: 409, title: 'You are the only owner of a project' },
  already_member: { status: 409, title: 'This person has a role in the project already' },
  already_invited: { status: 409, title: 'This person is invited already' },
  invitation_over: { status: 409, title: 'This invitation is not open any more' },
  username_taken: { status: 409, title: 'This username is taken' },
  token_name_taken: { status: 409, title: 'You have a token of this name already' },
  authenticator_exists: { status: 409, title: 'You have an authentication app already' },
  passkey_listed: { status: 409, title: 'This passkey is on an account already' },
  passkey_name_taken: { status: 409, title: 'You have a passkey of this name already' },
  too_many_passkeys: { status: 409, title: 'You have as many passkeys as are allowed' },
  second_factor_missing: { status: 409, title: 'Set up a second factor first' },
  password_short: { status: 409, title: 'Set a longer password first' },
  publisher_listed: { status: 409, title: 'This publisher is listed already' },
  publisher_needed: { status: 409, title: 'No publisher would be left to upload' },
  publisher_not_constrainable: { status: 409, title: 'This publisher takes no environment' },
  too_many_publishers: { status: 409, title: 'There are as many publishers as are allowed' },
  too_many_webhooks: { status: 409, title: 'This project has as many webhooks as are allowed' },
  webhook_disabled: { status: 409, title: 'This webhook is disabled' },
  request_under_way: { status: 409, title: 'A request with this key is under way' },
  answer_lost: { status: 409, title: 'This was done, but its answer is lost' },
  undo_ended: { status: 409, title: 'This cannot be undone any more' },
  undo_blocked: { status: 409, title: 'Something is in the way' },
  conflict: { status: 409, title: 'Somebody else changed this meanwhile' },
  body_too_large: { status: 413, title: 'The request is too large' },
  media_type: { status: 415, title: 'Send the request as JSON' },
  idempotency_key_reused: { status: 422, title: 'This key belongs to another request' },
  validation_failed: { status: 422, title: 'Some fields need another look' },
  rate_limited: { status: 429, title: 'Too many attempts' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'The service is busy or away' },
} as const satisfies Record<string, { status: number; also?: readonly number[]; title: string }>

export type ProblemCode = keyof typeof PROBLEMS
export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]

/** Why one field was refused; `params` hold the limits a message needs. */
export const FIELD_ERROR_CODES = [
  'required',
  'wrong_type',
  'too_short',
  'too_long',
  'too_small',
  'too_big',
  'too_few',
  'too_many',
  'invalid_format',
  'not_one_of',
  'unknown_field',
  'control_character',
  'username_shape',
  'username_taken',
  'email_shape',
  'name_has_link',
  'password_too_weak',
  'password_breached',
  'totp_shape',
  'recovery_code_shape',
  'project_unknown',
  'project_name_shape',
  'network_shape',
  'token_life_too_long',
  'owner_shape',
  'owner_id_shape',
  'owner_id_needed',
  'owner_id_wrong',
  'owner_unknown',
  'repository_shape',
  'workflow_shape',
  'workflow_path_shape',
  'environment_shape',
  'namespace_shape',
  'issuer_shape',
  'issuer_built_in',
  'issuer_not_allowed',
  'subject_shape',
  'activestate_name_shape',
  'actor_id_shape',
  'claim_name_shape',
  'claim_repeated',
  'claims_too_wide',
  'project_name_taken',
  'project_name_refused',
  'user_unknown',
  'user_unreachable',
  'not_here',
  'same_project',
  'not_member',
  'own_account',
  'recipient_unverified',
  'readme_invalid',
  'link_shape',
  'label_twice',
  'webhook_url_shape',
  'webhook_url_refused',
] as const
export type FieldErrorCode = (typeof FIELD_ERROR_CODES)[number]

export const FieldError = z.object({
  /** JSON pointer from the request: `/body/name`, `/query/limit`, `/params/id`. */
  pointer: z.string(),
  code: z.enum(FIELD_ERROR_CODES),
  params: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
  /** English, for people who read the answer without the app. */
  detail: z.string(),
})
export type FieldError = z.output<typeof FieldError>

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    code: z.enum(PROBLEM_CODES),
    detail: z.string(),
    /** Id of the request, the one in the server's log. */
    instance: z.optional(z.string()),
    /**
     * Slug of what is wrong with a file, with `upload_refused`: the same as of `/legacy/`. With
     * `clock_drift`: seconds by which the app's clock is ahead. With `invitation_over`: the state
     * that the invitation has. With `undo_blocked`: what is in the way.
     */
    reason: z.optional(z.string()),
    errors: z.optional(z.array(FieldError)),
    /** Seconds to wait, with `rate_limited` and `unavailable`; the same as `Retry-After`. */
    retryAfter: z.optional(z.number()),
  })
  .register(z.globalRegistry, { id: 'Problem' })
export type Problem = z.output<typeof Problem>

export const PROBLEM_MEDIA_TYPE = 'application/problem+json'

/** A refusal on its way to the caller: thrown by use cases, turned into a `Problem` in one place. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  readonly errors: readonly FieldError[] | undefined
  readonly retryAfter: number | undefined
  readonly reason: string | undefined
  readonly status: number

  constructor(
    code: ProblemCode,
    detail: string,
    more: {
      errors?: readonly FieldError[]
      retryAfter?: number | undefined
      /** One of the code's other statuses. */
      status?: number
      reason?: string
      cause?: unknown
    } = {},
  ) {
    super(detail, { cause: more.cause })
    this.code = code
    this.errors = more.errors
    this.retryAfter = more.retryAfter
    this.reason = more.reason
    this.status = more.status ?? PROBLEMS[code].status
  }
}

/** The wire form of a refusal. `instance` is the request id. */
export function toProblem(error: ProblemError, instance?: string): Problem {
  return {
    type: `/help/problems#${error.code}`,
    title: PROBLEMS[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(instance === undefined ? {} : { instance }),
    ...(error.reason === undefined ? {} : { reason: error.reason }),
    ...(error.errors === undefined ? {} : { errors: [...error.errors] }),
    ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
  }
}

/** One refused field; `pointer` without its leading slash, for example `body/password`. */
export function fieldError(
  pointer: string,
  code: FieldErrorCode,
  detail: string,
  params?: Record<string, string | number>,
): FieldError {
  return { pointer: `/${pointer}`, code, detail, ...(params === undefined ? {} : { params }) }
}

/** 422 with the fields that need another look. */
export function validationFailed(errors: readonly FieldError[]): ProblemError {
  const detail = errors.map((error) => `${error.pointer}: ${error.detail}`).join('; ')
  return new ProblemError('validation_failed', detail, { errors })
}
