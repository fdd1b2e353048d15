import * as z from 'zod/mini'

// C0 controls and DEL, and lone surrogates: none of them is text, and NUL cannot be stored.
// oxlint-disable-next-line no-control-regex -- naming them is the purpose
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/
// oxlint-disable-next-line no-control-regex -- naming them is the purpose
const CONTROL_OR_BREAK = /[\u0000-\u001f\u007f\u2028\u2029]/

/** One line of text: trimmed, 1 to `maximum` characters, no control characters or line breaks. */
export function line(maximum: number) {
  return z
    .string()
    .check(z.trim(), z.minLength(1), z.maxLength(maximum), noControl(CONTROL_OR_BREAK))
}

/** As `line`, but may be empty. */
export function optionalLine(maximum: number) {
  return z.string().check(z.trim(), z.maxLength(maximum), noControl(CONTROL_OR_BREAK))
}

/** Several lines, as they were written, up to `maximum` characters; may be empty. */
export function text(maximum: number) {
  return z.string().check(z.maxLength(maximum), noControl(CONTROL))
}

/** A secret as typed: not trimmed, any character but NUL and its like. Its user bounds it without a `maximum`. */
export function secret(minimum: number, maximum = Infinity) {
  const bound = maximum === Infinity ? [] : [z.maxLength(maximum)]
  return z.string().check(z.minLength(minimum), ...bound, noControl(CONTROL))
}

function noControl(pattern: RegExp) {
  return z.refine<string>((value) => !pattern.test(value) && value.isWellFormed(), {
    error: 'must not contain control characters',
    params: { code: 'control_character' },
  })
}
