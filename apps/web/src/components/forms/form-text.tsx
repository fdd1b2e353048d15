import type { FieldErrorCode } from '@wheelhouse/shared-types'
import { TextField, type TextFieldProps } from '../../ui/text-field.tsx'
import { useContractFormContext } from './form-context.ts'
import type { FieldCheck } from './use-contract-form.ts'
import { useField } from './use-field.ts'

export type FormTextProps = Omit<TextFieldProps, 'name' | 'error' | 'id' | 'ref'> & {
  name: string
  /** A rule beyond the schema, asked when the form is sent. */
  check?: FieldCheck
  /** A refusal known from elsewhere, such as a name that is taken. */
  refusal?: FieldErrorCode
  /** The field was left with something in it. */
  onLeave?: () => void
  onEdit?: () => void
}

/** A line of text, bound by name to the form around it. */
export function FormText({ name, check, refusal, onLeave, onEdit, ...props }: FormTextProps) {
  const { id, error, input } = useField(name, props.label, {
    check,
    refusal,
    ...(onLeave && { onBlur: onLeave }),
    ...(onEdit && { onChange: onEdit }),
  })
  const { pending } = useContractFormContext()
  // Read-only rather than disabled: the focus and the values stay while the form is sent.
  return <TextField {...props} {...input} readOnly={pending} id={id} error={error} />
}
