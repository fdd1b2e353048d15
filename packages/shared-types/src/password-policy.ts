/**
 * Password rules, the only place of them: the form, the API and the mock all ask here, each
 * handing in the same `zxcvbn`. Lengths are counted in code points of the NFKC form, which is
 * also the form that is hashed.
 */
export const PASSWORD_MIN_LENGTH = 12
/** Beside a second factor, which is asked for after it. */
export const PASSWORD_MIN_LENGTH_OF_TWO = 8
export const PASSWORD_MAX_LENGTH = 256

/** Code points that a password needs, for an account with or without a second factor. */
export const passwordMinLength = (secondFactor: boolean): number =>
  secondFactor ? PASSWORD_MIN_LENGTH_OF_TWO : PASSWORD_MIN_LENGTH
/** Least zxcvbn score (0 to 4) that passes. */
export const PASSWORD_PASS_SCORE = 3
/** Shown by `GET /api/v1/site`; changes whenever a verdict could change. */
export const PASSWORD_POLICY_VERSION = '2026-12'

const SCORED_LENGTH = 48
const L33T = new Set('4@8({[<36910!|7$5+%2')
const MOST_DISTINCT_L33T = 6

/** What zxcvbn should treat as known to an attacker. */
export type PasswordContext = {
  name?: string | undefined
  username?: string | undefined
  email?: string | undefined
  siteName?: string | undefined
}

/** The part of zxcvbn's answer that the verdict uses. */
export type Zxcvbn = (
  password: string,
  userInputs: string[],
) => { score: number; feedback: { warning: string; suggestions: string[] } }

export type PasswordVerdict = {
  score: 0 | 1 | 2 | 3 | 4
  passes: boolean
  /** zxcvbn's English texts; the app translates them by text. */
  warning: string
  suggestions: string[]
}

/** The form of a password that is measured, scored and hashed. */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC')
}

export function passwordLength(password: string): number {
  return [...normalizePassword(password)].length
}

/**
 * What is scored: at most 48 code points, holding at most 6 distinct l33t characters (further
 * ones become `~`). zxcvbn's cost explodes with their number and grows with the square of the length
 * (64 code points took up to 0.28 s, 48 half of that), and a time limit would make the verdict
 * depend on a clock.
 */
export function scoredForm(password: string): string {
  const kept = new Set<string>()
  let scored = ''
  for (const char of [...normalizePassword(password)].slice(0, SCORED_LENGTH)) {
    if (L33T.has(char) && !kept.has(char)) {
      if (kept.size === MOST_DISTINCT_L33T) {
        scored += '~'
        continue
      }
      kept.add(char)
    }
    scored += char
  }
  return scored
}

/** The words of a context, lower-cased, without duplicates: whole values and their parts. */
export function userInputs(context: PasswordContext): string[] {
  const { name = '', username = '', email = '', siteName = 'Wheelhouse' } = context
  const values = [name, username, email, siteName]
  const parts = values.flatMap((value) => value.split(/[\s@._+-]/))
  const words = [...values, ...parts].map((word) => word.slice(0, 100).toLowerCase())
  return [...new Set(words.filter((word) => word.length > 2))]
}

/** Score and texts of a password; the length is a separate rule (`passwordLength`). */
export function judgePassword(
  zxcvbn: Zxcvbn,
  password: string,
  context: PasswordContext,
): PasswordVerdict {
  const { score, feedback } = zxcvbn(scoredForm(password), userInputs(context))
  return {
    score: score as PasswordVerdict['score'],
    passes: score >= PASSWORD_PASS_SCORE,
    warning: feedback.warning,
    suggestions: feedback.suggestions,
  }
}
