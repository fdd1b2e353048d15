import * as z from 'zod/mini'
import type { AnySchema, Endpoint } from './endpoint.ts'
import { fieldError, validationFailed, type FieldError, type FieldErrorCode } from './problem.ts'

type Issue = z.core.$ZodIssue

const escapePointer = (part: PropertyKey): string =>
  String(part).replaceAll('~', '~0').replaceAll('/', '~1')

/**
 * The field errors of a failed parse. API, mock and forms all make them here, so a rule has one
 * code and one pointer wherever it is broken. `root` is `body`, `query` or `params`.
 */
export function toFieldErrors(error: z.core.$ZodError, root: string): FieldError[] {
  return error.issues.flatMap((issue) => fromIssue(issue, root))
}

function fromIssue(issue: Issue, root: string): FieldError[] {
  const pointer = [root, ...issue.path.map(escapePointer)].join('/')
  const one = (code: FieldErrorCode, detail: string, params?: Record<string, string | number>) => [
    fieldError(pointer, code, detail, params),
  ]
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? one('required', 'is required')
        : one('wrong_type', `must be of type ${issue.expected}`, { expected: issue.expected })
    case 'too_small':
      return tooSmall(issue, one)
    case 'too_big':
      return tooBig(issue, one)
    case 'invalid_value':
      return notOneOf(issue.values, one)
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        fieldError(`${pointer}/${escapePointer(key)}`, 'unknown_field', 'is not a known field'),
      )
    case 'custom':
      return one((issue.params?.code as FieldErrorCode) ?? 'invalid_format', issue.message)
    case 'invalid_union':
      // No option has this word where the options differ: a choice, not a shape.
      if ('options' in issue && issue.options !== undefined) return notOneOf(issue.options, one)
      return one('wrong_type', 'has none of the allowed shapes', { expected: 'one of the shapes' })
    default:
      return one('invalid_format', 'is not in the right format')
  }
}

type One = (
  code: FieldErrorCode,
  detail: string,
  params?: Record<string, string | number>,
) => FieldError[]

function notOneOf(options: readonly unknown[], one: One): FieldError[] {
  const values = options.map(String).join(', ')
  return one('not_one_of', `must be one of ${values}`, { values })
}

function tooSmall(issue: Extract<Issue, { code: 'too_small' }>, one: One): FieldError[] {
  const minimum = Number(issue.minimum)
  if (issue.origin === 'string') {
    return issue.input === '' || minimum === 1
      ? one('required', 'is required')
      : one('too_short', `must have at least ${minimum} characters`, { minimum })
  }
  return issue.origin === 'array'
    ? one('too_few', `must have at least ${minimum} entries`, { minimum })
    : one('too_small', `must be at least ${minimum}`, { minimum })
}

function tooBig(issue: Extract<Issue, { code: 'too_big' }>, one: One): FieldError[] {
  const maximum = Number(issue.maximum)
  if (issue.origin === 'string') {
    return one('too_long', `must have at most ${maximum} characters`, { maximum })
  }
  return issue.origin === 'array'
    ? one('too_many', `must have at most ${maximum} entries`, { maximum })
    : one('too_big', `must be at most ${maximum}`, { maximum })
}

export type RawInput = { params?: unknown; query?: unknown; body?: unknown }

/**
 * Parses the parts of a request that the endpoint declares.
 * @throws ProblemError `validation_failed` naming every refused field.
 */
export function parseInput(endpoint: Endpoint, raw: RawInput): RawInput {
  const errors: FieldError[] = []
  const parsed: RawInput = {}
  for (const root of ['params', 'query', 'body'] as const) {
    const schema = endpoint[root]
    if (schema === undefined) continue
    const result = parsePart(schema, raw[root])
    if (result.success) parsed[root] = result.data
    else errors.push(...toFieldErrors(result.error, root))
  }
  if (errors.length > 0) throw validationFailed(errors)
  return parsed
}

/**
 * An answer as its endpoint has it: what is not part of it is left out.
 * @throws TypeError naming the operation and each field that is not as its schema says.
 */
export function parseAnswer({ id, response }: Endpoint, value: unknown): unknown {
  if (response === undefined) return undefined
  const result = parsePart(response, value)
  if (result.success) return result.data
  const faults = toFieldErrors(result.error, id).map(
    ({ pointer, detail }) => `${pointer} ${detail}`,
  )
  throw new TypeError(`the answer is not as its schema says: ${faults.join('; ')}`)
}

function parsePart(schema: AnySchema, value: unknown) {
  return z.safeParse(schema, value, { reportInput: true })
}
