import { toNestErrors } from '@hookform/resolvers'
import { toFieldErrors, type AnySchema } from '@wheelhouse/shared-types'
import type { FieldErrors, FieldValues, Resolver } from 'react-hook-form'
import * as z from 'zod/mini'
import { fieldName } from './field-name.ts'
import type { FieldWords } from './field-words.ts'

export { fieldWords } from './field-words.ts'

/**
 * Checks a form by the schema of the contract. The refusals carry the contract's field error
 * codes, the same as those of the server, so one catalogue has the words for both. (The stock
 * resolver keeps zod's own codes and loses the limits that the words need.)
 */
export function contractResolver(schema: AnySchema, words: FieldWords): Resolver<FieldValues> {
  return (values, _context, options) => {
    const result = z.safeParse(schema, values, { reportInput: true })
    if (result.success) return { values: result.data as FieldValues, errors: {} }
    const errors: Record<string, { type: string; message: string }> = {}
    for (const error of toFieldErrors(result.error, 'body')) {
      if (error.code === 'unknown_field') {
        // Nobody could mend that by typing: the schema given to the form lacks what a field is for.
        throw new RangeError(`the schema of this form has no field ${fieldName(error.pointer)}`)
      }
      errors[fieldName(error.pointer)] ??= { type: error.code, message: words(error) }
    }
    return { values: {}, errors: toNestErrors(errors as FieldErrors, options) }
  }
}

/** The values as the contract has them: trimmed, defaults filled in. */
export const parse = <S extends AnySchema>(schema: S, values: unknown): z.output<S> =>
  z.parse(schema, values)
