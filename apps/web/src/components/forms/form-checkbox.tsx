import { Checkbox, type CheckboxProps } from '../../ui/checkbox.tsx'
import { useField } from './use-field.ts'

/** What a control takes that is bound by name to the form around it. */
export type Bound<Props> = Omit<Props, 'name' | 'error' | 'id' | 'ref'> & { name: string }

/** A tick, bound by name to the form around it. */
export function FormCheckbox({ name, ...props }: Bound<CheckboxProps>) {
  const { id, error, input } = useField(name, props.label)
  return <Checkbox {...props} {...input} id={id} error={error} />
}
