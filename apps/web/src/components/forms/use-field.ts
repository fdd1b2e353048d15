import { useEffect, useId } from 'react'
import type { FieldErrorCode } from '@wheelhouse/shared-types'
import { get, useFormState, type UseFormRegisterReturn } from 'react-hook-form'
import { useContractFormContext } from './form-context.ts'
import type { FieldCheck } from './use-contract-form.ts'
import { useProblemWords } from '../../lib/use-problem-words.ts'

export type BoundField = {
  id: string
  error: string | undefined
  input: UseFormRegisterReturn
}

/**
 * Binds a control to the form it stands in: value, refusal, and the times of checking. A field is
 * checked when it is left with something in it, and at every change once it is refused.
 */
export function useField(
  name: string,
  label: string,
  more: {
    check?: FieldCheck | undefined
    /** A refusal known from elsewhere, such as a name that is taken; shown until it is undefined. */
    refusal?: FieldErrorCode | undefined
    onBlur?: () => void
    onChange?: () => void
  } = {},
): BoundField {
  const { form, fields, pending, words } = useContractFormContext()
  const { errors } = useFormState({ control: form.control, name })
  const problemWords = useProblemWords()
  const id = useId()
  const field = get(errors, name) as { type: string; message?: string } | undefined
  const { check, refusal } = more

  useEffect(() => {
    fields.set(name, { label, id, check: async () => refusal ?? (await check?.()) })
    return () => void fields.delete(name)
  }, [fields, name, label, id, check, refusal])

  const refused = () => form.getFieldState(name).error !== undefined
  const input = form.register(name, {
    onBlur: (event: { target: { value: unknown } }) => {
      if (pending) return
      const filled = typeof event.target.value === 'string' && event.target.value !== ''
      // What was refused is checked at every change already; a refusal of the server would be lost
      // when the focus goes on to the summary.
      if (filled && !refused()) void form.trigger(name)
      if (filled) more.onBlur?.()
    },
    onChange: () => {
      if (refused()) void form.trigger(name)
      more.onChange?.()
    },
  })
  const own = field === undefined ? undefined : field.message || problemWords(field.type)
  const error = own ?? (refusal && words(refusal))
  return { id, error, input }
}
