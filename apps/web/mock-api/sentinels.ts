import { PROBLEM_CODES, fieldError, ProblemError, validationFailed } from '@wheelhouse/shared-types'
import type { ProblemCode, RawInput } from '@wheelhouse/shared-types'
import { LEAKED_PASSWORD } from './passwords.ts'

/** The problem that a status stands for, where several have it. */
const BY_STATUS: Readonly<Record<string, ProblemCode>> = {
  400: 'malformed_request',
  401: 'not_authenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'body_too_large',
  422: 'validation_failed',
  429: 'rate_limited',
  500: 'internal',
  503: 'unavailable',
}

/** A text of a request that calls for a failure: at its beginning, and a word of its own. */
const SENTINEL = /^(fail|slow)-([a-z_]+|\d+)(?![a-z0-9_])/

/** Longest wait that a text may ask for, milliseconds. */
const LONGEST = 30_000

/**
 * Inputs that make the mock fail on purpose, wherever it runs: in the browser, in tests and over
 * HTTP. The documentation's table and the panel's are printed from this one.
 */
export const SENTINELS: readonly { input: string; where: string; effect: string }[] = [
  {
    input: 'fail-429',
    where: 'at the beginning of any text sent: a name, an address, a search, a file name',
    effect: `the problem of that status (${Object.keys(BY_STATUS).join(', ')})`,
  },
  {
    input: 'fail-token_name_taken',
    where: 'as above',
    effect: 'the problem of that code (any of `PROBLEM_CODES`)',
  },
  {
    input: 'fail-422',
    where: 'as above',
    effect: 'the very field it was typed into is refused',
  },
  { input: 'fail-network', where: 'as above', effect: 'no answer at all' },
  {
    input: 'slow-3000',
    where: 'as above',
    effect: 'the answer comes 3,000 ms later (at most 30 s)',
  },
  { input: LEAKED_PASSWORD, where: 'a new password', effect: 'refused as a leaked one' },
  {
    input: 'owner',
    where: 'the username of a new account',
    effect: 'taken; `Own-er` too, since it reads like it',
  },
  {
    input: 'missing-org',
    where: 'owner, repository or workflow of a publisher on GitHub',
    effect:
      'GitHub has none (anything `missing-…`); the owners `github-off`, `github-limited` and `github-unreachable`: it cannot be asked',
  },
  {
    input: '/project/fail-500',
    where: 'the address of a page',
    effect: 'that page cannot load (`/project/fail-404`: there is none)',
  },
  {
    input: 'fail-413-1.0-py3-none-any.whl',
    where: 'the name of a file to upload',
    effect: 'the upload ends with that problem',
  },
]

/** A refusal that was ordered, with a short wait where the code has one. */
export function orderedFailure(code: ProblemCode, what: string): ProblemError {
  const retryAfter = code === 'rate_limited' || code === 'unavailable' ? { retryAfter: 30 } : {}
  return new ProblemError(code, `The mock was told to fail ${what}`, retryAfter)
}

/** `fail-network` in a request: there is no answer to give. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/**
 * Does what a sentinel in the request asks for; `wait` gets milliseconds.
 * @throws ProblemError the failure that was asked for
 * @throws NoAnswer for `fail-network`
 */
export async function obeySentinels(
  input: RawInput,
  wait: (milliseconds: number) => Promise<void>,
): Promise<void> {
  for (const [pointer, text] of textsOf(input, '')) {
    const [, verb, word = ''] = SENTINEL.exec(text) ?? []
    if (verb === 'slow' && Number(word) > 0) await wait(Math.min(Number(word), LONGEST))
    if (verb === 'fail') fail(word, pointer)
  }
}

function fail(word: string, pointer: string): void {
  if (word === 'network') throw new NoAnswer('The mock was told to give no answer')
  const code = BY_STATUS[word] ?? PROBLEM_CODES.find((known) => known === word)
  if (code === undefined) return
  if (code === 'validation_failed') {
    throw validationFailed([fieldError(pointer, 'invalid_format', 'is a sentinel of the mock')])
  }
  throw orderedFailure(code, `by ${pointer}`)
}

/** Every text of a value with the pointer to it, as `body/name`. */
function textsOf(value: unknown, pointer: string): [string, string][] {
  if (typeof value === 'string') return [[pointer, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) =>
    textsOf(part, pointer === '' ? key : `${pointer}/${key}`),
  )
}

/** The table of the documentation, in Markdown. */
export const sentinelTable = (): string =>
  [
    '| Input | Where | What happens |',
    '|---|---|---|',
    ...SENTINELS.map(({ input, where, effect }) => `| \`${input}\` | ${where} | ${effect} |`),
  ].join('\n')
